"""Only what can still change the answer is asked, in an order that ends soon."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.determine import determine
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.questions import next_question, questions_left, vouched_facts

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme

ON = date(2021, 11, 20)
FIRST_DAYS = {name: load_programme(name).starts for name in programme_names()}
REGISTERS = tuple(load_programme().registers)
PEOPLE = ("nq68-04", "nq68-05", "nq68-06", "nq68-08", "nq68-09a", "nq68-09b", "nq68-10", "nq68-12")
LIVES = {"leave": 20, "stoppage": 8, "ended": 8, "free": 30, "patient": 12, "isolated": 14, "artist": 1, "guide": 2, "household": 12, "untouched": 13}


def somebody(dice: random.Random) -> dict[str, Any]:
    """Make one person of the cities in that summer; what does not concern a person is "no", zero, or nothing to tell."""
    life = dice.choices(list(LIVES), LIVES.values())[0]  # type: ignore[arg-type]
    facts = load_programme().facts
    told: dict[str, Any] = {name: False if facts[name].type == "bool" else 0 if facts[name].type == "int" else None for name in facts}
    worker = life in {"leave", "stoppage", "ended", "artist"}
    begins, days = date(2021, 4, 20) + timedelta(dice.randrange(200)), dice.choice([7, 14, 15, 21, 30, 60])
    told |= {
        "requests_support": dice.random() < 0.97,
        "date_of_birth": date(1950, 1, 1) + timedelta(dice.randrange(26_000)),
        "province": dice.choice(["79", "01", "30"]),
    }
    told |= {
        "pregnant": dice.random() < 0.04,
        "children_under_6": dice.choice([0, 0, 0, 1, 2]),
        "has_labour_contract": worker,
        "si_month_before": worker and dice.random() < 0.9,
    }
    told |= {
        "employer_stopped_by_authority": worker and dice.random() < 0.7,
        "elderly_decree20": dice.random() < 0.03,
        "severe_disability": dice.random() < 0.02,
    }
    told |= {
        "leave": {"leave_start": begins, "leave_days": days, "leave_within_contract": True},
        "stoppage": {"stoppage_start": begins, "stoppage_days": days, "stoppage_by_order": True},
        "ended": {"contract_ended_on": begins, "entitled_to_ui": dice.random() < 0.6},
        "free": {"informal_worker": True, "lost_work_days": days},
        "patient": {"f0_start": begins, "f0_days": days},
        "isolated": {"f1_start": begins, "f1_days": days},
        "artist": {"performing_artist_grade4": True, "unit_stop_start": begins, "unit_stop_days": days},
        "guide": {"guide_card": True, "guide_contract_or_member": True},
        "household": {
            "business_registered": True,
            "business_tax_registered": True,
            "business_stopped_by_authority": True,
            "business_stop_start": begins,
            "business_stop_days": days,
        },
    }.get(life, {})
    return told


def interview(whole: dict[str, Any], vouched: Collection[str] = ()) -> tuple[dict[str, Any], set[str]]:
    """Ask until nothing matters any more; a fact a person cannot tell is not asked again."""
    told: dict[str, Any] = {}
    unknown: set[str] = set()
    registered = vouched_facts(load_programme(), vouched)
    while (asked := next_question(told, load_programme(), as_of=ON, policies=PEOPLE, never=unknown, vouched=vouched)) is not None:
        assert asked.id not in told
        assert asked.id not in unknown
        assert asked.id not in registered
        if whole[asked.id] is None:
            unknown.add(asked.id)
        else:
            told[asked.id] = whole[asked.id]
    return told, unknown


def full_form(vouched: Collection[str] = ()) -> set[str]:
    """Name every fact that a form for all these policies would ask."""
    versions = [load_programme().policy(policy).version_on(ON) for policy in PEOPLE]
    return {name for version in versions for name in version.facts} - vouched_facts(load_programme(), vouched)


@pytest.mark.parametrize("vouched", [(), ("si_register",), REGISTERS], ids=["no register", "social insurance", "every register"])
def test_the_check_asks_at_most_half_of_the_full_form_and_comes_to_the_same_answer(capsys: pytest.CaptureFixture[str], vouched: tuple[str, ...]) -> None:
    dice, programme = random.Random(2021), load_programme()  # noqa: S311 - people, not secrets
    form, registered, asked = full_form(), vouched_facts(programme, vouched), 0
    people = 1_000 if not vouched else 300
    for _person in range(people):
        whole = somebody(dice)
        told, unknown = interview(whole, vouched)
        asked += len(told) + len(unknown)
        known = {**told, **{name: whole[name] for name in registered}}
        short, full = (determine(facts, programme, as_of=ON, policies=PEOPLE) for facts in (known, whole))
        assert [(one.policy, one.outcome, one.amount) for one in short.policies] == [(one.policy, one.outcome, one.amount) for one in full.policies]
    with capsys.disabled():
        print(f"\nquestions of the check with {len(vouched)} registers: {asked / people:.1f} on average; the full form has {len(form)}")  # noqa: T201 - the figure is asked for
    assert asked / people <= len(form) / 2


def used_by(programme: Programme) -> set[str]:
    """Name every fact that some rule of some version rests on."""
    return {name for policy in programme.policies for version in policy.versions for name in version.facts}


@st.composite
def half_told(draw: st.DrawFn, programme: Programme) -> dict[str, Any]:
    """Draw what somebody may have told so far: any facts, of any value their type allows."""
    told: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(programme.facts)), unique=True)):
        fact = programme.facts[name]
        values = {"bool": st.booleans(), "int": st.integers(0, 60), "money": st.integers(0, 10**9), "code": st.sampled_from(sorted(fact.codes) or ["x"])}
        days = st.dates(date(2020, 1, 1), FIRST_DAYS[programme.id])
        told[name] = draw(values[fact.type] if fact.type in values else days.map(lambda day: day.replace(day=1)) if fact.whole_month else days)
    return told


@pytest.mark.parametrize("name", programme_names())
@settings(max_examples=40)
@given(data=st.data())
def test_nothing_is_ever_asked_that_no_condition_uses_or_a_register_can_tell(name: str, data: st.DataObject) -> None:
    programme = load_programme(name)
    told = data.draw(half_told(programme))
    vouched = data.draw(st.sets(st.sampled_from(sorted(programme.registers)))) if programme.registers else set()
    left = questions_left(told, programme, as_of=FIRST_DAYS[name], vouched=vouched)
    asked = next_question(told, programme, as_of=FIRST_DAYS[name], vouched=vouched)
    assert left <= used_by(programme) - set(told) - vouched_facts(programme, vouched)
    assert (asked is None) == (not {fact for fact in left if programme.facts[fact].ask})
    assert asked is None or asked.id in left


def test_no_default_province_asks_what_only_a_province_of_its_own_rule_needs() -> None:
    for province in ("79", "01", "30"):
        left = questions_left({"province": province}, load_programme(), as_of=ON)
        assert not left & {"lost_work_days", "free_job", "free_group", "residence_registered"}


def test_what_a_benefit_may_add_is_asked_while_a_register_has_still_to_speak() -> None:
    leave = {"requests_support": True, "employer_rearranged_production": True, "leave_within_contract": True, "leave_days": 30, "leave_start": date(2021, 8, 1)}
    asked = next_question(leave, load_programme(), as_of=ON, policies=["nq68-04"], vouched=REGISTERS)
    assert asked is not None
    assert asked.id == "pregnant"


def test_of_two_questions_of_one_weight_the_shorter_comes_first() -> None:
    asked = next_question({"requests_support": True}, load_programme(), as_of=ON, policies=["nq68-12"])
    assert asked is not None
    assert asked.id == "informal_worker"


def test_who_does_not_want_support_is_asked_nothing_more() -> None:
    assert next_question({"requests_support": False}, load_programme(), as_of=ON, policies=PEOPLE) is None


VOUCHED = {
    "date_of_birth": ("population",), "si_month_before": ("si_register",), "si_workers_now": ("si_register",), "wage_fund": ("si_register",),
    "entitled_to_ui": ("ui_register",), "business_registered": ("business_register",), "business_tax_registered": ("tax_roll",), "f0_start": ("health_list",),
    "f1_days": ("health_list",), "guide_card": ("guide_register",), "severe_disability": ("disability_list",), "bad_debt": ("credit_register",),
    "requests_support": (), "informal_worker": (), "children_under_6": (), "pregnant": (), "province": (), "training_plan": (),
}  # fmt: skip


@pytest.mark.parametrize("fact", VOUCHED)
def test_a_fact_knows_which_register_vouches_for_it(fact: str) -> None:
    assert load_programme().facts[fact].vouched_by == VOUCHED[fact]


def test_what_only_the_person_can_say_needs_no_paper() -> None:
    facts = load_programme().facts
    assert not facts["requests_support"].paper
    assert not facts["informal_worker"].paper
    assert facts["pregnant"].paper["en"] == "Confirmation of pregnancy"


def test_every_register_of_a_fact_is_named_for_people_in_both_languages() -> None:
    for name in programme_names():
        programme = load_programme(name)
        named = {register for fact in programme.facts.values() for register in fact.vouched_by}
        assert named <= set(programme.registers)
        assert all(words["vi"] and words["en"] for words in programme.registers.values())
        assert all(fact.paper["vi"] and fact.paper["en"] for fact in programme.facts.values() if fact.paper)


@pytest.mark.parametrize(("name", "policy"), [(name, policy.id) for name in programme_names() for policy in load_programme(name).policies])
def test_each_question_asked_can_still_change_the_answer(name: str, policy: str) -> None:
    programme, on = load_programme(name), FIRST_DAYS[name]
    asked = next_question({}, programme, as_of=on, policies=[policy])
    assert asked is not None
    assert asked.id in determine({}, programme, as_of=on, policies=[policy]).policies[0].missing
