"""Only what can still change the answer is asked, in an order that ends soon."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from ansinh.policy.determine import determine
from ansinh.policy.load import load_programme
from ansinh.policy.questions import next_question, questions_left

ON = date(2021, 11, 20)
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


def interview(whole: dict[str, Any]) -> tuple[dict[str, Any], set[str]]:
    """Ask until nothing matters any more; a fact a person cannot tell is not asked again."""
    told: dict[str, Any] = {}
    unknown: set[str] = set()
    while (asked := next_question(told, load_programme(), as_of=ON, policies=PEOPLE, never=unknown)) is not None:
        assert asked.id not in told
        assert asked.id not in unknown
        if whole[asked.id] is None:
            unknown.add(asked.id)
        else:
            told[asked.id] = whole[asked.id]
    return told, unknown


def test_the_check_asks_at_most_half_of_the_full_form_and_comes_to_the_same_answer(capsys: pytest.CaptureFixture[str]) -> None:
    dice, programme = random.Random(2021), load_programme()  # noqa: S311 - people, not secrets
    form = {name for policy in PEOPLE for part in programme.policy(policy).version_on(ON).conditions for name in part.facts}
    form |= {name for policy in PEOPLE for part in programme.policy(policy).version_on(ON).components for name in part.facts}
    asked = 0
    for _person in range(1_000):
        whole = somebody(dice)
        told, unknown = interview(whole)
        asked += len(told) + len(unknown)
        short, full = (determine(facts, programme, as_of=ON, policies=PEOPLE) for facts in (told, whole))
        assert [(one.policy, one.outcome, one.amount) for one in short.policies] == [(one.policy, one.outcome, one.amount) for one in full.policies]
    with capsys.disabled():
        print(f"\nquestions of the check: {asked / 1_000:.1f} on average; the full form has {len(form)}")  # noqa: T201 - the figure is asked for
    assert asked / 1_000 <= len(form) / 2


def test_nothing_is_asked_that_no_condition_uses() -> None:
    used = {
        name
        for policy in load_programme().policies
        for version in policy.versions
        for part in (*version.conditions, *version.components)
        for name in part.facts
    }
    assert questions_left({}, load_programme(), as_of=ON) <= used
    assert "lost_work_days" not in questions_left({}, load_programme(), as_of=ON)


def test_who_does_not_want_support_is_asked_nothing_more() -> None:
    assert next_question({"requests_support": False}, load_programme(), as_of=ON, policies=PEOPLE) is None


def test_a_fact_that_a_register_can_vouch_for_is_never_asked() -> None:
    for name, fact in load_programme().facts.items():
        if not fact.ask:
            others = {other for other in load_programme().facts if other != name}
            asked = next_question({}, load_programme(), as_of=ON, never=others)
            assert asked is None or asked.id != name


@pytest.mark.parametrize("policy", [policy.id for policy in load_programme().policies])
def test_each_question_asked_can_still_change_the_answer(policy: str) -> None:
    asked = next_question({}, load_programme(), as_of=ON, policies=[policy])
    assert asked is not None
    assert asked.id in determine({}, load_programme(), as_of=ON, policies=[policy]).policies[0].missing
