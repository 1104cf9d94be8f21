"""A province sets its own rule for informal workers as data: by the day or once, how much, which jobs, residence, more groups; others keep the national one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ansinh.policy.determine import PolicyAnswer, determine
from ansinh.policy.engines.columns import TYPES, expression
from ansinh.policy.explanations import in_words
from ansinh.policy.load import PROGRAMMES, LawFault, load_from, load_programme
from ansinh.policy.programme import Programme
from ansinh.policy.questions import questions_left

OWN_RULE = Path(__file__).parent / "programmes" / "provinces" / "48.yaml"
DAILY, ONCE = date(2021, 8, 10), date(2021, 9, 10)
FREE = {"requests_support": True, "informal_worker": True}
VENDOR = {**FREE, "province": "48", "free_job": "street_vendor", "residence_registered": True, "lost_work_days": 20}
NEW_FACTS = {"free_job", "free_group", "residence_registered", "lost_work_days"}


def with_rule(where: Path, text: str) -> Path:
    folder = Path(shutil.copytree(PROGRAMMES / "nq68", where / "nq68"))
    (folder / "provinces" / "48.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Programme:
    return load_from(with_rule(tmp_path_factory.mktemp("provinces"), OWN_RULE.read_text(encoding="utf-8")))


def answer(programme: Programme, facts: dict[str, Any], on: date = DAILY) -> PolicyAnswer:
    return determine(facts, programme, as_of=on, policies=["nq68-12"]).policies[0]


@pytest.mark.parametrize("province", ["79", "01", "30", "48", None])
@pytest.mark.parametrize("on", [date(2021, 7, 7), DAILY, date(2021, 12, 1)])
def test_without_its_own_rule_a_province_gives_the_national_minimum_once_and_asks_no_more(province: str | None, on: date) -> None:
    found = answer(load_programme(), {**FREE, "province": province}, on)
    assert (found.outcome, found.amount) == ("eligible", 1_500_000)
    open_ = answer(load_programme(), {"province": province}, on)
    assert set(open_.missing) == {"requests_support", "informal_worker"}
    assert not NEW_FACTS & set(load_programme().policy("nq68-12").version_on(on).facts)


@pytest.mark.parametrize(
    ("changed", "amount"),
    [
        ({}, 1_000_000),
        ({"lost_work_days": 1}, 50_000),
        ({"free_job": "porter", "lost_work_days": 45}, 2_250_000),
        ({"free_job": "driver", "free_group": "private_teacher"}, 1_000_000),
        ({"informal_worker": False, "free_job": "other", "free_group": "private_teacher"}, 1_000_000),
        ({"province": "79", "free_job": "driver", "residence_registered": False}, 1_500_000),
    ],
)
def test_a_province_of_its_own_rule_pays_by_it(own: Programme, changed: dict[str, Any], amount: int) -> None:
    assert answer(own, {**VENDOR, **changed}).amount == amount


@pytest.mark.parametrize(
    ("changed", "failed"),
    [
        ({"lost_work_days": 0}, "lost_days"),
        ({"residence_registered": False}, "residence"),
        ({"free_job": "driver", "free_group": "none"}, "job"),
        ({"informal_worker": False, "free_group": "market_trader"}, "free_worker"),
    ],
)
def test_a_province_of_its_own_rule_refuses_by_it(own: Programme, changed: dict[str, Any], failed: str) -> None:
    assert answer(own, {**VENDOR, **changed}).failed == (failed,)


@pytest.mark.parametrize("unknown", ["lost_work_days", "residence_registered", "free_job"])
def test_what_only_that_province_needs_is_missing_there_alone(own: Programme, unknown: str) -> None:
    told = {name: value for name, value in VENDOR.items() if name != unknown}
    assert unknown in answer(own, told).missing
    assert answer(own, {**told, "province": "30"}).outcome == "eligible"
    assert unknown in questions_left(told, own, as_of=DAILY, policies=["nq68-12"])
    assert not NEW_FACTS & questions_left({"requests_support": True, "province": "30"}, own, as_of=DAILY)


def test_where_the_province_is_unknown_it_is_asked_once_the_rules_differ(own: Programme) -> None:
    assert "province" in answer(own, FREE).missing
    assert answer(load_programme(), FREE).missing == ()


def test_a_later_rule_of_the_province_takes_the_place_of_the_earlier(own: Programme) -> None:
    assert answer(own, VENDOR, date(2021, 7, 31)).amount == 1_500_000
    assert answer(own, VENDOR, date(2021, 8, 1)).amount == 1_000_000
    assert answer(own, {**VENDOR, "residence_registered": False, "lost_work_days": 0}, ONCE).amount == 2_000_000
    assert answer(own, {**VENDOR, "free_job": "porter", "free_group": "none"}, ONCE).failed == ("job",)


def test_the_rule_names_its_own_decision_and_whether_it_is_verified(own: Programme) -> None:
    assert own.rule_of("48", date(2021, 7, 31)) is None
    rule = own.rule_of("48", DAILY)
    assert rule is not None
    assert (rule.cite, rule.verified) == ("Quyết định thử nghiệm số 1 của tỉnh", False)
    assert own.law_version != load_programme().law_version
    for code in ("79", "01"):
        preset = load_programme().rule_of(code, DAILY)
        assert preset is not None
        assert not preset.verified
        assert preset.note["en"]


@pytest.mark.parametrize(("language", "told"), [("vi", "Đây là quy định riêng của Đà Nẵng"), ("en", "This is the own rule of Đà Nẵng.")])
def test_an_explanation_names_the_own_rule_and_its_source(own: Programme, language: str, told: str) -> None:
    told = told.replace("riêng của Đà Nẵng", "riêng của Thành phố Đà Nẵng")
    granted = in_words(answer(own, VENDOR), language, programme=own, as_of=DAILY, province="48")
    refused = in_words(answer(own, {**VENDOR, "lost_work_days": 0}), language, programme=own, as_of=DAILY, province="48")
    assert granted[-1].startswith(told)
    assert "Quyết định thử nghiệm số 1 của tỉnh" in granted[-1]
    assert refused[-2] == granted[-1]
    assert not [said for said in in_words(answer(own, VENDOR), language, programme=own, as_of=DAILY, province="30") if said.startswith(told)]
    other = determine({"requests_support": False}, own, as_of=DAILY, policies=["nq68-10"]).policies[0]
    assert not [said for said in in_words(other, language, programme=own, as_of=DAILY, province="48") if said.startswith(told)]


def test_whole_columns_are_answered_by_the_rule_of_each_province(own: Programme) -> None:
    people = [VENDOR, {**VENDOR, "province": "30"}, {**VENDOR, "free_job": "driver"}, {**FREE, "province": None}, {**VENDOR, "residence_registered": None}]
    for on in (DAILY, ONCE):
        version = own.policy("nq68-12").version_on(on)
        columns = {name: pl.Series([facts.get(name) for facts in people], dtype=TYPES[own.facts[name].kind]) for name in version.facts}
        asked = pl.DataFrame(columns).select(
            *[expression(condition.rule).alias(condition.id) for condition in version.conditions], expression(version.components[0].amount).alias("amount")
        )
        for facts, row in zip(people, asked.rows(named=True), strict=True):
            found = answer(own, facts, on)
            assert [{True: "met", False: "failed", None: "unknown"}[row[one.condition.id]] for one in found.conditions] == [
                one.outcome for one in found.conditions
            ]
            assert found.amount in (row["amount"], 0, None)


@pytest.mark.parametrize(
    ("sound", "faulty", "reason"),
    [
        ('province: "48"', 'province: "49"', "speaks of 49"),
        ("free_daily: 50000", "free_daily: 49999", "less than 50000"),
        ("free_once: 2000000", "free_once: two million", "“free_once” is a text"),
        ("free_daily: 50000", "pay_meals: 90000", "same everywhere"),
        ("free_daily: 50000", "free_dialy: 90000", "is no parameter"),
        ("[street_vendor, porter]", "[street_vendor, portter]", "is never “portter”"),
        ("free_residence: true", "free_residence: 1", "“free_residence” is a whole number"),
        ("from: 2021-09-01", "from: 2021-08-01", "order of their days"),
        ("from: 2021-08-01", "from: 2021-07-01", "before 2021-07-07"),
        ("    cite: Quyết định thử nghiệm số 1 của tỉnh\n", "", "“cite” is missing"),
        ("    set: {", "    sets: {", "“sets” is not known"),
        ('name: {vi: "Thành phố Đà Nẵng", en: "Đà Nẵng"}', 'name: {vi: "Thành phố Đà Nẵng"}', "“en” is missing"),
    ],
)
def test_a_rule_of_a_province_that_is_at_fault_is_refused_with_its_file_and_reason(tmp_path: Path, sound: str, faulty: str, reason: str) -> None:
    text = OWN_RULE.read_text(encoding="utf-8")
    assert text.count(sound) == 1
    with pytest.raises(LawFault, match=reason) as fault:
        load_from(with_rule(tmp_path, text.replace(sound, faulty)))
    assert fault.value.file == "provinces/48.yaml"
    assert fault.value.line > 1 or "speaks" in reason


def test_a_file_for_a_province_that_is_none_is_refused(tmp_path: Path) -> None:
    folder = with_rule(tmp_path, OWN_RULE.read_text(encoding="utf-8"))
    (folder / "provinces" / "48.yaml").rename(folder / "provinces" / "99.yaml")
    with pytest.raises(LawFault, match="no province"):
        load_from(folder)
