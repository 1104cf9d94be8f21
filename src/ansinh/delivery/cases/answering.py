"""What the law says of the rows of a list, block by block, as lines the database copies. Touches no database, so that it runs beside it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from ansinh.delivery.cases.numbers import new_code
from ansinh.delivery.offices.keys import new_key
from ansinh.papers.lists.facts import facts_of
from ansinh.papers.lists.people import Row
from ansinh.policy.determine import FactError, RowAnswer, determine_rows
from ansinh.policy.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansinh.policy.programme import Programme

ROW_FIELDS = tuple(field.name for field in fields(Row))
PRECISION, PROBLEMS = ROW_FIELDS.index("birth_precision"), ROW_FIELDS.index("problems")
DAYS = tuple(ROW_FIELDS.index(name) for name in ("date_of_birth", "period_start", "period_end"))
STAGED = (
    "id", "ord", "identity", "receipt", "full_name", "folded_name", "sex", "date_of_birth", "birth_precision", "id_number", "id_kind",
    "phone", "address", "bank_name", "account_number", "outcome", "amount_vnd", "facts", "failed", "missing",
)  # fmt: skip
Line = tuple[object, ...]


@dataclass
class Answering:
    """Answers the rows of one list: for which policy and place, on which day, with what the office attests for all of them."""

    programme: Programme
    policy: str
    province: str
    commune: str
    as_of: date
    attested: Mapping[str, object]
    batch: str = field(default_factory=lambda: str(new_key())[:28])
    arrays: dict[tuple[str, ...], str] = field(default_factory=dict)

    def lines(self, block: Sequence[tuple[int, str]]) -> tuple[list[Line], int]:
        """Give a line of `STAGED` for each row (its place in the list, its JSON), and the sum due in đồng."""
        rows = [orjson.loads(text) for _place, text in block]
        facts = [facts_told(row, self.policy, province=self.province, attested=self.attested) for row in rows]
        answers = answers_of(facts, self.programme, self.policy, as_of=self.as_of)
        lines = [self._line(place, *of_row) for (place, _text), *of_row in zip(block, rows, facts, answers, strict=True)]
        return lines, sum(answer.amount or 0 for answer in answers)

    def _line(self, place: int, row: Mapping[str, Any], facts: Mapping[str, object], answer: RowAnswer) -> Line:
        name = row.get("full_name") or ""
        folded = fold(name)
        return (
            f"{self.batch}{place:08x}", place, identity_of(row, folded, self.commune), new_code(), name[:100], folded[:100], row.get("sex") or "", row.get("date_of_birth"),
            row.get("birth_precision") or "none", (row.get("id_number") or "")[:20], row.get("id_kind") or "", (row.get("phone") or "")[:15], (row.get("address") or "")[:200],
            (row.get("bank_name") or "")[:100], (row.get("account_number") or "")[:34], str(answer.outcome), answer.amount or 0,
            orjson.dumps(facts, default=str).decode(), self._array(answer.failed), self._array(answer.missing),
        )  # fmt: skip

    def _array(self, names: tuple[str, ...]) -> str:
        """Write names of the law as PostgreSQL reads an array; few differ in a list."""
        text = self.arrays.get(names)
        if text is None:
            text = self.arrays[names] = "{" + ",".join(f'"{name}"' for name in names) + "}"
        return text


def facts_told(data: Mapping[str, Any], policy: str, *, province: str, attested: Mapping[str, object]) -> dict[str, object]:
    """Give the facts of a stored row: what the office attests for all, over it what the columns tell, over that the further `facts` its filer told.

    What a filer said she does not know (None) stays unknown, whatever a list of this kind would attest.
    """
    told = {**attested, **facts_of(row_of(data), policy, province=province), **(data.get("facts") or {})}
    return {name: value for name, value in told.items() if value is not None}


def row_of(data: Mapping[str, Any]) -> Row:
    """Give a stored row as the reader gave it."""
    told: list[Any] = list(map(data.get, ROW_FIELDS))  # what a row does not tell, or its reader did not yet know, is not in it
    for index in DAYS:
        if told[index]:
            told[index] = date.fromisoformat(told[index])
    told[PRECISION], told[PROBLEMS] = told[PRECISION] or "none", told[PROBLEMS] or []
    return Row(*told)


def answers_of(facts: list[dict[str, object]], programme: Programme, policy: str, *, as_of: date) -> list[RowAnswer]:
    """Ask the law for a block of rows; a fact that cannot be (a day after the claim's) is taken for unknown, so that its row waits for a human."""
    try:
        return determine_rows(facts, programme, policy, as_of=as_of)
    except FactError:
        return [_answer_of(row, programme, policy, as_of=as_of) for row in facts]


def _answer_of(facts: dict[str, object], programme: Programme, policy: str, *, as_of: date) -> RowAnswer:
    while True:
        try:
            return determine_rows([facts], programme, policy, as_of=as_of)[0]
        except FactError as error:
            if error.fact not in facts:
                raise
            del facts[error.fact]


def identity_of(row: Mapping[str, Any], folded_name: str, commune: str) -> str:
    """Give who a row speaks of: the usable identifier, else name, birth and commune together."""
    if row.get("id_kind"):
        return f"{row['id_kind']}:{row['id_number']}"
    return f"name:{folded_name[:80]}|{row.get('date_of_birth') or '?'}|{commune}"
