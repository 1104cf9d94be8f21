"""A whole policy as formulas, and the choice of a group, come to what the interpreter says of any person; what is proved of the law holds of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy import determine as interpreter
from ansinh.policy.determine import Outcome, determine
from ansinh.policy.language.nodes import Kind
from ansinh.policy.load import load_programme
from ansinh.policy.programme import FactDefinition, Policy
from ansinh.policy.proofs import groups
from ansinh.policy.proofs import promise as promise_module
from ansinh.policy.proofs.choice import Offer, drawn
from ansinh.policy.proofs.findings import PROPERTIES, Verdict
from ansinh.policy.proofs.periods import periods
from ansinh.policy.proofs.promise import promised
from ansinh.policy.proofs.prove import prove
from ansinh.policy.proofs.smt import Person
from ansinh.policy.proofs.terms import World
from policy.proofs.asked import filled

NQ68 = load_programme()
NUMBERS = [0, 1, 2, 9, 10, 14, 15, 21, 29, 30, 45, 46, 85, 100, 10_000_000, 2**40, 10**15]
DAYS = [
    date(1950, 7, 7),
    date(2005, 8, 10),
    date(2005, 8, 11),
    *(date(2021, 4, 26) + timedelta(weeks * 5) for weeks in range(10)),
    date(2021, 1, 1),
    date(2021, 4, 1),
]


def somebody(dice: random.Random, names: tuple[str, ...], day: date) -> dict[str, Any]:
    """Draw a person who meets most conditions: most facts told, figures at the edges."""
    told: dict[str, Any] = {}
    for name in names:
        if dice.random() < 0.9:
            told[name] = _value(dice, NQ68.facts[name], day)
    return told


def _value(dice: random.Random, fact: FactDefinition, day: date) -> Any:
    match fact.kind:
        case Kind.BOOL:
            return dice.random() < (0.1 if fact.id in {"entitled_to_ui", "left_unlawfully", "draws_pension", "bad_debt", "on_state_budget"} else 0.9)
        case Kind.DATE:
            found = dice.choice([one for one in DAYS if one <= day])
            return found.replace(day=1) if fact.whole_month else found
        case Kind.CODE:
            return dice.choice(sorted(fact.codes) or ["a", "b"])
        case _:
            return dice.choice(NUMBERS)


def compared(policy: Policy, people: int = 120) -> tuple[list[dict[str, Any]], set[Outcome]]:
    """Give the people of whom formulas and interpreter say different things, and the outcomes that were met."""
    dice = random.Random(policy.id)  # noqa: S311 - examples, not secrets
    outcomes = set()
    differ = []
    for period in periods(policy):
        world = World(NQ68.facts, period.until)
        promise = promised(period.version, Person(world))
        formulas = [promise.eligible, promise.ineligible, promise.amount]
        for _one in range(people):
            told = somebody(dice, period.version.facts, period.until)
            answer = determine(told, NQ68, as_of=min(period.until, date(2022, 3, 1)), policies=[policy.id]).policies[0]
            put = filled(world, told)
            eligible, ineligible, amount = (z3.simplify(z3.substitute(formula, *put)) for formula in formulas)
            said = (answer.outcome is Outcome.ELIGIBLE, answer.outcome is Outcome.INELIGIBLE, answer.amount or 0)
            if said != (z3.is_true(eligible), z3.is_true(ineligible), amount.as_long() if z3.is_true(eligible) else 0):
                differ.append(told)
            outcomes.add(answer.outcome)
    return differ, outcomes


@pytest.mark.parametrize("policy", NQ68.policies, ids=lambda policy: policy.id)
def test_a_policy_comes_to_what_the_interpreter_says(policy: Policy) -> None:
    assert compared(policy) == ([], set(Outcome))


@pytest.mark.parametrize(
    ("fault", "seen_in"),
    [
        (lambda counts, waits: (counts, z3.BoolVal(False, waits.ctx)), "nq68-11"),
        (lambda counts, waits: (z3.BoolVal(True, counts.ctx), waits), "nq68-04"),
        (lambda counts, waits: (z3.Not(counts), waits), "nq68-08"),
    ],
    ids=["nothing is waited for", "everything counts", "what is not due counts"],
)
def test_a_fault_planted_in_what_is_due_is_seen(fault: Callable[[Any, Any], Any], seen_in: str, monkeypatch: pytest.MonkeyPatch) -> None:
    true = promise_module._due
    monkeypatch.setattr(promise_module, "_due", lambda component, person: fault(*true(component, person)))
    assert compared(NQ68.policy(seen_in), 60)[0]


def test_the_law_holds_what_is_asked_of_it_and_what_is_told_of_it_is_no_fault() -> None:
    findings = list(prove(NQ68))
    assert {finding.property for finding in findings} == set(PROPERTIES)
    assert {finding.verdict for finding in findings if finding.property != "group_overlap"} == {Verdict.PROVED}
    assert {finding.subject for finding in findings} == {"one_cash", *(policy.id for policy in NQ68.policies)}
    overlaps = [finding for finding in findings if finding.property == "group_overlap"]
    assert [finding.starts for finding in overlaps] == [date(2021, 7, 7), date(2021, 11, 6)]
    for overlap in overlaps:
        assert overlap.witness is not None
        answer = determine(overlap.witness.facts, NQ68, as_of=overlap.witness.as_of)
        assert [draw.policy for draw in answer.draws if "one_cash" in NQ68.policy(draw.policy).groups] == ["nq68-06"]
        assert answer.by_policy["nq68-12"].outcome is Outcome.ELIGIBLE


def offered(*groups_of: tuple[str, ...]) -> list[Policy]:
    return [replace(NQ68.policies[place], groups=names, order=place) for place, names in enumerate(groups_of)]


OFFERS = st.lists(st.tuples(st.sets(st.sampled_from("ab")).map(sorted).map(tuple), st.sampled_from([None, 0, 1, 2, 3])), min_size=1, max_size=6)


def draws_by_interpreter(policies: list[Policy], amounts: list[int | None]) -> set[str]:
    answers = {
        policy.id: interpreter.PolicyAnswer(policy.id, Outcome.INELIGIBLE if amount is None else Outcome.ELIGIBLE, amount, (), (), (), (), verified=True)
        for policy, amount in zip(policies, amounts, strict=True)
    }
    return {draw.policy for draw in interpreter._draws(policies, answers)}


def draws_by_formulas(policies: list[Policy], amounts: list[int | None]) -> set[str]:
    context = z3.Context()
    offers = {
        policy.id: Offer(z3.BoolVal(amount is not None, context), z3.IntVal(amount or 0, context)) for policy, amount in zip(policies, amounts, strict=True)
    }
    return {name for name, formula in drawn(policies, offers).items() if z3.is_true(z3.simplify(formula))}


@settings(max_examples=120)
@given(OFFERS)
def test_the_choice_of_a_group_is_the_interpreters(offers: list[tuple[tuple[str, ...], int | None]]) -> None:
    policies = offered(*(names for names, _amount in offers))
    amounts = [amount for _names, amount in offers]
    assert draws_by_formulas(policies, amounts) == draws_by_interpreter(policies, amounts)


def test_a_choice_that_lets_everybody_draw_is_refuted_by_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    def all_draw(asked: Any, answers: Any) -> tuple[Any, ...]:
        return tuple(interpreter.Draw(one.id, answers[one.id].amount or 0) for one in asked if answers[one.id].outcome is Outcome.ELIGIBLE)

    monkeypatch.setattr(interpreter, "_draws", all_draw)
    monkeypatch.setattr(groups, "drawn", lambda _policies, offers: {name: offer.eligible for name, offer in offers.items()})
    findings = {finding.property: finding for finding in groups.groups(NQ68, [NQ68.policy("nq68-04")])}
    found = findings["one_of_a_group"]
    assert found.verdict is Verdict.REFUTED
    assert found.witness is not None
    assert len(determine(found.witness.facts, NQ68, as_of=found.witness.as_of).draws) == 2


def test_a_choice_of_the_smallest_is_refuted_by_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    true: Callable[..., Any] = interpreter._draws

    def negative(answers: Any) -> Any:
        return {name: answer._replace(amount=-(answer.amount or 0)) for name, answer in answers.items()}

    def smallest(asked: Any, answers: Any) -> tuple[Any, ...]:
        return tuple(interpreter.Draw(draw.policy, -draw.amount) for draw in true(asked, negative(answers)))

    def by_formulas(policies: Any, offers: Any) -> Any:
        return drawn(policies, {name: Offer(offer.eligible, -offer.amount) for name, offer in offers.items()})

    monkeypatch.setattr(interpreter, "_draws", smallest)
    monkeypatch.setattr(groups, "drawn", by_formulas)
    findings = [finding for finding in groups.groups(NQ68, NQ68.policies) if finding.property != "group_overlap"]
    assert {(finding.property, finding.verdict) for finding in findings} == {("one_of_a_group", Verdict.PROVED), ("group_draws_most", Verdict.REFUTED)}
    assert all(finding.witness for finding in findings if finding.verdict is Verdict.REFUTED)
