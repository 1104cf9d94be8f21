"""Whatever the bank answers, in whatever order and however often: the sums agree and nobody is paid twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Entry, Instruction, Repair, StatementLine
from ansinh.delivery.payments.sums import sums_of
from delivery.casework import Town, approved, person, town
from delivery.payments.paying import banked, corrected, csv, drawn, filed, instructions, refiled, settled
from simulation.together import at_once

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Decision

PEOPLE = 5
OUTCOMES = ("paid", "AC01", "paid then AC04", "absent", "wrong amount", "wrong amount beside paid")
Told = tuple[int, int, str]


@st.composite
def answers(draw: st.DrawFn) -> tuple[list[str], list[list[Told]]]:
    """Draw what becomes of each instruction, and statements that tell it: shuffled, repeated, cut anywhere."""
    outcomes = draw(st.lists(st.sampled_from(OUTCOMES), min_size=PEOPLE, max_size=PEOPLE))
    lines: list[Told] = []
    for place, outcome in enumerate(outcomes):
        if outcome.startswith("wrong amount"):
            lines.append((place, 7, "paid"))
        if outcome.endswith("beside paid"):
            lines.append((place, 0, "paid"))
        elif not outcome.startswith("wrong") and outcome != "absent":
            lines += [(place, 0, one) for one in outcome.split(" then ")]
    lines += draw(st.lists(st.sampled_from(lines), max_size=6)) if lines else []
    lines = draw(st.permutations(lines))
    cuts = sorted(draw(st.lists(st.integers(0, len(lines)), max_size=3)))
    parts = [lines[start:end] for start, end in zip([0, *cuts], [*cuts, len(lines)], strict=True)]
    return outcomes, [part for part in parts if part]


def decision_of(here: Town) -> Decision:
    return approved(here, [(banked if n % 2 else person)(n) for n in range(PEOPLE)])


def demand_truth(decision: Decision) -> dict[str, int]:
    """Check what must hold at any moment; give the sums by state."""
    with acting(NATION):
        rows = list(Instruction.objects.filter(decision=decision))
        entries = list(Entry.objects.filter(instruction__decision=decision))
        open_vnd = sum(row.amount_vnd for row in Instruction.objects.filter(repair__done_at=None, repair__isnull=False))
        told = Counter(StatementLine.objects.filter(match__in=["paid", "failed"]).values_list("instruction", "match"))
        sums = sums_of(decision.pk)
    by_state: Counter[str] = Counter()
    for row in rows:
        by_state[row.state] += row.amount_vnd
    live = Counter(row.claim_id for row in rows if row.state != "failed")
    paid = Counter[object]()
    for entry in entries:
        paid[entry.instruction_id] += entry.amount_vnd * ((entry.credit == "paid") - (entry.debit == "paid"))
    assert sums.agree()
    assert by_state["paid"] + open_vnd + by_state["sent"] + by_state["ready"] == decision.amount_vnd
    assert max(told.values(), default=1) == 1
    assert max(live.values(), default=1) == 1
    assert all(paid[row.pk] == (row.amount_vnd if row.state == "paid" else 0) for row in rows)
    return by_state


@pytest.mark.django_db
def test_paid_failed_and_awaiting_are_the_decided_sum_whatever_the_statements_say() -> None:
    here = town()
    decision = decision_of(here)
    filed(here, decision)

    @settings(max_examples=80)
    @given(answers())
    def always(given_: tuple[list[str], list[list[Told]]]) -> None:
        with transaction.atomic():
            _answer(here, decision, *given_)
            _repair_and_pay_the_rest(here, decision)
            transaction.set_rollback(True)

    always()


def _answer(here: Town, decision: Decision, outcomes: list[str], statements: list[list[Told]]) -> None:
    rows = instructions(decision)
    for number, lines in enumerate(statements):
        content = csv([(rows[place], rows[place].amount_vnd + off, outcome) for place, off, outcome in lines], title=f"KQ-{number}")
        settled(here, content)
        demand_truth(decision)
        settled(here, content, "lần nữa.csv")
    by_state = demand_truth(decision)
    told = {"paid": "paid", "AC01": "failed", "paid then AC04": "failed", "absent": "sent", "wrong amount": "sent", "wrong amount beside paid": "paid"}
    assert [row.state for row in instructions(decision)] == [told[outcome] for outcome in outcomes]
    assert sum(by_state.values()) == decision.amount_vnd


def _repair_and_pay_the_rest(here: Town, decision: Decision) -> None:
    with acting(NATION):
        repairs = list(Repair.objects.filter(done_at=None))
    for number, repair in enumerate(repairs):
        corrected(here, repair, account=f"90000{number:05d}")
        demand_truth(decision)
    refiled(here, decision)
    live = [row for row in instructions(decision) if row.state == "sent"]
    if live:
        settled(here, csv([(row, row.amount_vnd, "paid") for row in live], title="KQ-cuối", day="12/08/2021"))
    assert demand_truth(decision)["paid"] == decision.amount_vnd


def test_two_payers_at_the_same_moment_instruct_file_and_settle_once(own_db: str) -> None:
    here = town()
    decision = decision_of(here)
    assert sorted(map(str, at_once(*[lambda: drawn(here, decision)] * 2))) == ["0", "5"]
    made = at_once(*[lambda: refiled(here, decision)] * 2)
    assert sorted(len(files) for files in made if isinstance(files, list)) == [0, 2]
    content = csv([(row, row.amount_vnd, "paid" if place else "AC01") for place, row in enumerate(instructions(decision))])
    taken = at_once(*[lambda: settled(here, content)[1]] * 2)
    assert sorted(map(str, taken)) == ["False", "True"]
    with acting(NATION):
        repair = Repair.objects.get(done_at=None)
    again = at_once(*[lambda: corrected(here, repair).attempt] * 2)
    assert sorted(type(one).__name__ for one in again) == ["AlreadyDone", "int"]
    assert demand_truth(decision)["paid"] == decision.amount_vnd - 1_500_000


def test_two_different_statements_at_the_same_moment_pay_nobody_twice(own_db: str) -> None:
    here = town()
    decision = decision_of(here)
    filed(here, decision)
    rows = instructions(decision)
    days = ("10/08/2021", "11/08/2021", "12/08/2021")
    files = [csv([(row, row.amount_vnd, "paid") for row in rows], title=day, day=day) for day in days]
    at_once(*[lambda content=content: settled(here, content) for content in files])  # type: ignore[misc] # bound now, not later
    assert demand_truth(decision)["paid"] == decision.amount_vnd
    with acting(NATION):
        assert Entry.objects.filter(credit="paid").count() == PEOPLE
