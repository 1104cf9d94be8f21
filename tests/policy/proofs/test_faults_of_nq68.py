"""The law itself with a slip of the pen in it: each is refuted by the person whom it would touch."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from ansinh.policy.load import PROGRAMMES, load_from
from ansinh.policy.programme import Programme
from ansinh.policy.proofs.findings import Finding, Verdict
from ansinh.policy.proofs.prove import prove
from ansinh.policy.proofs.witness import Witness


def slipped(folder: Path, policy: str, before: str, after: str) -> tuple[Programme, list[Finding]]:
    """Change one line of a policy's file; give the law so changed and what is refuted of it."""
    copy = folder / "nq68"
    shutil.copytree(PROGRAMMES / "nq68", copy)
    file = copy / f"{policy}.yaml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    programme = load_from(copy)
    return programme, [finding for finding in prove(programme, policies=[policy]) if finding.verdict is Verdict.REFUTED]


def witness_of(findings: list[Finding], name: str) -> Witness:
    assert {finding.property for finding in findings} == {name}
    assert findings[0].witness is not None
    return findings[0].witness


def test_an_alternative_that_drops_the_employers_stop_takes_from_those_who_had_it(tmp_path: Path) -> None:
    kept = "employer_in_directive16_area or employer_limited_by_res128"
    _law, found = slipped(tmp_path, "nq68-04", f"employer_stopped_by_authority or {kept}", kept)
    witness = witness_of(found, "nothing_taken_away")
    assert found[0].starts == date(2021, 11, 6)
    assert witness.facts["employer_stopped_by_authority"] is True
    assert witness.facts["leave_days"] == 15
    assert witness.says["en"].startswith("Before 2021-11-06 nq68-04: eligible, VND 1,855,000; from then on nq68-04: ")


def test_meals_for_too_many_days_are_more_than_the_law_gives(tmp_path: Path) -> None:
    programme, found = slipped(tmp_path, "nq68-08", "min(f0_days, 45,", "min(f0_days, 450,")
    witness = witness_of(found, "amount_within_most")
    assert any(line.startswith("Ông/bà điều trị bao nhiêu ngày?") for line in witness.in_words(programme)["vi"])
    assert witness.says["en"].endswith("the most is VND 6,280,000")


def test_amounts_the_wrong_way_round_fall_when_the_leave_grows(tmp_path: Path) -> None:
    _law, found = slipped(tmp_path, "nq68-04", "pay_full if leave_days >= 30 else pay_half", "pay_half if leave_days >= 30 else pay_full")
    witness = witness_of(found, "harm_never_costs")
    assert (witness.facts["leave_days"], witness.turned["leave_days"]) == (15, 30)
    assert witness.says["vi"] == "nq68-04: đủ điều kiện, 3.710.000 đồng → nq68-04: đủ điều kiện, 1.855.000 đồng"


@pytest.mark.parametrize(
    ("before", "after"),
    [("when: guide_card\n", "when: guide_card or not guide_card\n"), ("when: guide_contract_or_member\n", "when: guide_card and not guide_card\n")],
)
def test_a_condition_that_asks_nothing_or_too_much_is_dead(before: str, after: str, tmp_path: Path) -> None:
    _law, found = slipped(tmp_path, "nq68-09b", before, after)
    assert "conditions_alive" in {finding.property for finding in found}
