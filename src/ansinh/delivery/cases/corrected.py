"""What a decided claim would be after a correction: its fields, and the amount that the law gives by the corrected facts."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.delivery.cases.correct import birth_fact, change
from ansinh.delivery.cases.models import Outcome
from ansinh.delivery.offices.refusals import Refused
from ansinh.policy.determine import FactError, determine_rows
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.delivery.cases.models import Claim
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


def corrected(claim: Claim, changes: Mapping[str, Any], facts: Mapping[str, object]) -> Corrected:
    """Say how `claim` would stand with `changes` and `facts` (`None` takes one away). Changes nothing.

    Raises `Refused` for a field that no decision corrects, where nothing differs, and where the law does not give it with these facts.
    """
    if fixed := set(changes) - set(CORRECTABLE):
        raise Refused("field_fixed", f"Không đính chính được: {', '.join(sorted(fixed))}.", f"These cannot be corrected: {', '.join(sorted(fixed))}.")
    row = copy(claim)
    change(row, {name: _value(name, value) for name, value in changes.items()})
    last = claim.determinations.order_by("-made_at", "-id")[0]
    known = {name: value for name, value in {**last.facts, **facts, **birth_fact(row)}.items() if value is not None}
    answer = _asked(row, known, as_of=last.as_of)
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


def _asked(row: Claim, known: dict[str, object], *, as_of: date) -> RowAnswer:
    try:
        return determine_rows([known], load_programme(row.dossier.programme), row.policy, as_of=as_of)[0]
    except FactError as error:
        raise Refused("fact_refused", error.message["vi"], error.message["en"]) from error


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name == "date_of_birth" and isinstance(value, str) else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
