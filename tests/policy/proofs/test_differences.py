"""Between two days it is said of each policy who gains and who loses, by somebody of whom the interpreter says so, or that there is nobody."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ansinh.policy.determine import determine
from ansinh.policy.load import load_programme
from ansinh.policy.programme import NotInForce, Programme
from ansinh.policy.proofs.differences import QUESTIONS, Difference, differences
from policy.proofs.small import HEAD, relief

NQ68 = load_programme()
SUMMER, WINTER = date(2021, 8, 10), date(2021, 11, 10)


def told(programme: Programme, before: date, after: date) -> dict[tuple[str, str], Difference]:
    return {(found.policy, found.question): found for found in differences(programme, before, after)}


def test_decision_33_gives_to_many_and_takes_from_nobody() -> None:
    found = told(NQ68, SUMMER, WINTER)
    assert len(found) == len(NQ68.policies) * len(QUESTIONS)
    gains = {policy for (policy, question), answer in found.items() if question == "gains" and answer.answer == "somebody"}
    assert gains == {"nq68-02", "nq68-04", "nq68-06", "nq68-10", "nq68-11"}
    assert {policy for (policy, question), answer in found.items() if question == "grows" and answer.answer == "somebody"} == {"nq68-08"}
    assert {answer.answer for (_policy, question), answer in found.items() if question in ("loses", "shrinks")} == {"nobody"}


def test_each_witness_is_what_the_interpreter_says_on_both_days() -> None:
    for (policy, question), found in told(NQ68, SUMMER, WINTER).items():
        if found.witness is not None:
            was, now = (determine(found.witness.facts, NQ68, as_of=day, policies=[policy]).policies[0] for day in (SUMMER, WINTER))
            assert now.outcome == "eligible"
            assert was.outcome == ("ineligible" if question == "gains" else "eligible")
            assert question == "gains" or (now.amount or 0) > (was.amount or 0)


def test_a_witness_tells_only_what_matters() -> None:
    witness = told(NQ68, SUMMER, WINTER)["nq68-08", "grows"].witness
    assert witness is not None
    assert set(witness.facts) in (
        {"requests_support", f"f{kind}_start", f"f{kind}_days", group} for kind in "01" for group in ("elderly_decree20", "severe_disability")
    )
    words = witness.in_words(NQ68)
    assert words["vi"][0] == "Ông/bà có muốn nhận hỗ trợ không? có"
    assert words["en"][-1] == "On 2021-08-10 nq68-08: eligible, VND 80,000; on 2021-11-10 nq68-08: eligible, VND 1,080,000"


def test_between_two_days_of_one_version_nothing_changes_for_anybody() -> None:
    assert {found.answer for found in differences(NQ68, date(2021, 7, 7), date(2021, 11, 5))} == {"nobody"}


def test_losses_of_eligibility_and_of_amount_are_told_apart(tmp_path: Path) -> None:
    head = HEAD.replace("value: 1000000}", "value: 1000000}, {from: 2021-06-01, value: 900000}")
    programme = relief(tmp_path, {"low": "from: 2021-06-01, when: zone == 'low'"}, head=head)
    found = told(programme, date(2021, 5, 31), date(2021, 6, 1))
    assert {question: found["relief-01", question].answer for question in QUESTIONS} == {
        "gains": "nobody", "loses": "somebody", "grows": "nobody", "shrinks": "somebody",
    }  # fmt: skip
    loses, shrinks = found["relief-01", "loses"].witness, found["relief-01", "shrinks"].witness
    assert loses is not None
    assert loses.facts["zone"] == "high"
    assert shrinks is not None
    assert shrinks.facts["zone"] == "low"
    assert shrinks.says["vi"] == "Ngày 31/05/2021 relief-01: đủ điều kiện, 1.000.000 đồng; ngày 01/06/2021 relief-01: đủ điều kiện, 900.000 đồng"


def test_somebody_who_only_cannot_tell_is_found_where_nobody_else_loses(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"low": "from: 2021-06-01, when: zone == 'low' or zone == 'high'"})
    loses = told(programme, date(2021, 5, 31), date(2021, 6, 1))["relief-01", "loses"].witness
    assert loses is not None
    assert "zone" not in loses.facts
    assert loses.says["en"].endswith("undetermined")


def test_a_day_before_the_law_is_refused() -> None:
    with pytest.raises(NotInForce):
        list(differences(NQ68, date(2021, 7, 6), WINTER))
