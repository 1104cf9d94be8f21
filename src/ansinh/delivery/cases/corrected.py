"""What decided claims would be after a correction: their fields, and the amounts that the law gives by the corrected facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.answer_again import latest_of
from ansinh.delivery.cases.correct import birth_fact, change
from ansinh.delivery.cases.models import Outcome
from ansinh.delivery.offices.refusals import Refused
from ansinh.policy.determine import FactError, determine_rows
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ansinh.delivery.cases.models import Claim, Determination
    from ansinh.policy.determine import RowAnswer

CORRECTABLE = ("full_name", "date_of_birth", "birth_precision", "id_number", "bank_name", "account_number")
"""What a later decision corrects; where somebody lives or how she is reached needs none."""


@dataclass(frozen=True)
class Corrected:
    """The claim as it would stand, unsaved; the facts it would rest on and the law's answer; what differs, as JSON keeps it."""

    claim: Claim
    facts: dict[str, object]
    answer: RowAnswer
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Left:
    """How many claims a correction of many leaves as they are: nothing would differ, or the law would no longer give it."""

    same: int = 0
    not_eligible: int = 0


def corrected(claim: Claim, changes: Mapping[str, Any], facts: Mapping[str, object]) -> Corrected:
    """Say how `claim` would stand with `changes` and `facts` (`None` takes one away). Changes nothing.

    Raises `Refused` for a field that no decision corrects, where nothing differs, and where the law does not give it with these facts.
    """
    if fixed := set(changes) - set(CORRECTABLE):
        raise Refused("field_fixed", f"Không đính chính được: {', '.join(sorted(fixed))}.", f"These cannot be corrected: {', '.join(sorted(fixed))}.")
    row = copy(claim)
    change(row, {name: _value(name, value) for name, value in changes.items()})
    last = claim.determinations.order_by("-made_at", "-id")[0]
    known = _known(row, last, facts)
    (answer,) = _asked(row, [known], as_of=last.as_of)
    return _stood(claim, row, (last, known, facts), answer)


def corrected_all(claims: Sequence[Claim], facts: Mapping[str, object]) -> tuple[list[Corrected], Left]:
    """Say how claims of one dossier would stand with these facts corrected in all of them, and how many of them it leaves as they are, by reason.

    Raises `Refused` for a fact or value that the law does not know.
    """
    lasts, by_day = latest_of(claims), defaultdict(list)
    for claim in claims:
        by_day[lasts[claim.pk].as_of].append(claim)
    found, left = [], Counter[str]()
    for day, some in by_day.items():
        known = [_known(claim, lasts[claim.pk], facts) for claim in some]
        for claim, told, answer in zip(some, known, _asked(some[0], known, as_of=day), strict=True):
            try:
                found.append(_stood(claim, copy(claim), (lasts[claim.pk], told, facts), answer))
            except Refused as refusal:
                left[refusal.code] += 1
    return sorted(found, key=lambda one: one.claim.order), Left(left["nothing_corrected"], left["corrected_not_eligible"])


def _known(row: Claim, last: Determination, facts: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in {**last.facts, **facts, **birth_fact(row)}.items() if value is not None}


def _stood(claim: Claim, row: Claim, said: tuple[Determination, dict[str, object], Mapping[str, object]], answer: RowAnswer) -> Corrected:
    last, known, facts = said
    row.outcome, row.amount_vnd = str(answer.outcome), answer.amount or 0
    before = {name: _plain(getattr(claim, name)) for name in CORRECTABLE}
    after = {name: value for name in CORRECTABLE if (value := _plain(getattr(row, name))) != before[name]}
    told = {name: value for name, value in facts.items() if last.facts.get(name) != value}
    if not after and not told:
        raise Refused("nothing_corrected", "Chưa sửa gì so với hiện nay.", "Nothing differs from how it stands.")
    if row.outcome != Outcome.ELIGIBLE:
        raise Refused(
            "corrected_not_eligible",
            "Với thông tin đã sửa, người này không đủ điều kiện theo quy định. Đề nghị thu hồi thay vì đính chính.",
            "With the corrected facts the law does not give it. Propose to revoke instead.",
        )
    was: dict[str, Any] = {name: before[name] for name in after}
    if told:
        was["facts"], after["facts"] = {name: last.facts.get(name) for name in told}, told
    return Corrected(row, known, answer, was, after)


def _asked(row: Claim, known: Sequence[dict[str, object]], *, as_of: date) -> Sequence[RowAnswer]:
    try:
        return determine_rows(known, load_programme(row.dossier.programme), row.policy, as_of=as_of)
    except FactError as error:
        raise Refused("fact_refused", error.message["vi"], error.message["en"]) from error


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "date_of_birth" and isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
