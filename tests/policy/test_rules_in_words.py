"""Rules in words: each kind of node in both languages, and a tree of reasons that agrees with what the law says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.determine import determine
from ansinh.policy.language.nodes import Constant, Fact, Kind, Node
from ansinh.policy.language.parse import Reader, lookup
from ansinh.policy.language.words import Reason, figures_in, speaker
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.programme import Programme

LAW = load_programme()


def read(rule: str, kind: Kind | None = None) -> Node:
    names: dict[str, Node] = {name: Fact(name, fact.kind, fact.codes) for name, fact in LAW.facts.items()}
    names["window_start"] = Constant(date(2021, 5, 1), Kind.DATE, "window_start")
    names["pay_meals"] = Constant(80_000, Kind.MONEY, "pay_meals")
    by = names["wage_region"]
    assert isinstance(by, Fact)
    names["wage"] = lookup(by, {"I": 4_420_000}, 3_070_000, Kind.MONEY)
    return Reader(names).read(rule, kind)


WORDED = [
    ("leave_days >= 15", "số ngày nghỉ liên tục từ 15 ngày trở lên", "days of leave in a row: at least 15 days"),
    ("leave_days < 1", "số ngày nghỉ liên tục dưới 1 ngày", "days of leave in a row: below 1 day"),
    ("leave_days != 3", "số ngày nghỉ liên tục khác 3 ngày", "days of leave in a row: not 3 days"),
    ("leave_start >= window_start", "ngày bắt đầu nghỉ từ 1/5/2021 trở đi", "first day of leave is not before 1 May 2021"),
    ("leave_start <= window_start", "ngày bắt đầu nghỉ đến hết 1/5/2021", "first day of leave is not after 1 May 2021"),
    ('si_paid_through == date("2021-04-01")', "tháng đã đóng đủ bảo hiểm xã hội là tháng 4/2021", "month through which contributions are paid is April 2021"),
    ("wage_fund > 1500000", "quỹ tiền lương một tháng trên 1.500.000 đồng", "monthly wage fund: more than VND 1,500,000"),
    ("not bad_debt", "không có nợ xấu tại ngân hàng", "not so: has bad debt"),
    ("not pregnant", "không đúng là đang mang thai", "not so: is pregnant"),
    ("pregnant and not bad_debt", "đang mang thai và không có nợ xấu tại ngân hàng", "is pregnant and not so: has bad debt"),
    (
        "pregnant or (guide_card and bad_debt)",
        "đang mang thai hoặc (có thẻ hướng dẫn viên còn hiệu lực và có nợ xấu tại ngân hàng)",
        "is pregnant or (holds a valid guide card and has bad debt)",
    ),
    ('business_sector in ("tourism", "aviation")', "ngành là một trong: Du lịch, Hàng không", "sector is one of: Tourism, Aviation"),
    ('loan_kind == "recovery"', "loại vay là Trả lương khi phục hồi sản xuất", "kind of loan: Wages while production resumes"),
    ("pay_meals * min(f0_days, 45)", "80.000 đồng × số nhỏ nhất trong (số ngày điều trị; 45 ngày)", "VND 80,000 × the least of (days of treatment; 45 days)"),
    (
        "max(f0_days, f1_days, 3)",
        "số lớn nhất trong (số ngày điều trị; số ngày cách ly; 3 ngày)",
        "the largest of (days of treatment; days of isolation; 3 days)",
    ),
    (
        "min(f0_start, f1_start)",
        "ngày sớm nhất trong (ngày bắt đầu điều trị; ngày bắt đầu cách ly)",
        "the earliest of (first day of treatment; first day of isolation)",
    ),
    ("(trainees + 1) * 2 - 3", "(số người được đào tạo + 1) × 2 − 3", "(workers trained + 1) × 2 − 3"),
    ("trainees - (loan_workers - 1)", "số người được đào tạo − (số người được vay trả lương − 1)", "workers trained − (workers the loan is for − 1)"),
    ("share(wage_fund, 2250)", "22,5 % của quỹ tiền lương một tháng", "22.5 % of monthly wage fund"),
    (
        "share(wage_fund, accident_fund_rate_bp)",
        "quỹ tiền lương một tháng × mức đóng quỹ tai nạn lao động ÷ 10.000",
        "monthly wage fund × rate of the accident fund ÷ 10,000",
    ),
    ("age(date_of_birth, f0_start) < 16", "số tuổi tròn vào ngày bắt đầu điều trị dưới 16", "full years of age on first day of treatment: below 16"),
    ("2 if pregnant else 1", "2 nếu đang mang thai, nếu không thì 1", "2 if is pregnant, otherwise 1"),
    ("surely(pregnant)", "biết chắc là đang mang thai", "known for certain: is pregnant"),
    ("wage", "mức luật định theo vùng lương tối thiểu", "the law's figure by minimum-wage region"),
]


@pytest.mark.parametrize(("rule", "vi", "en"), WORDED)
def test_a_rule_is_told_in_words(rule: str, vi: str, en: str) -> None:
    assert [speaker(LAW, language).say(read(rule)) for language in ("vi", "en")] == [vi, en]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", programme_names())
def test_every_rule_of_every_programme_has_words_without_a_name_of_the_machine(name: str, language: str) -> None:
    programme = load_programme(name)
    says = speaker(programme, language)
    for policy in programme.policies:
        for version in policy.versions:
            rules = [condition.rule for condition in version.conditions] + [node for part in version.components for node in (part.due, part.amount) if node]
            for rule in rules:
                said = says.say(rule)
                assert said
                assert "_" not in said, f"{policy.id}: {said}"


def test_a_rule_names_the_figures_of_the_law_it_rests_on() -> None:
    window = next(condition for condition in LAW.policy("nq68-04").versions[0].conditions if condition.id == "in_window")
    assert figures_in(window.rule) == ("window_start", "window_end")
    wage = LAW.policy("nq68-11").versions[0].components[0].amount
    assert figures_in(wage) == ("regional_wage",)


def test_the_tree_shows_the_branch_that_failed_and_the_sides_of_a_sum() -> None:
    fewer = LAW.policy("nq68-02").condition_on(date(2021, 8, 1), "fewer_workers")
    reason = speaker(LAW, "vi").explain(fewer.rule, {"si_workers_baseline": 100, "si_workers_now": 90})
    assert (reason.outcome, [part.outcome for part in reason.parts]) == ("failed", ["met", "failed"])
    assert reason.parts[1].worked == "1.000 ≥ 1.500"
    assert reason.words == "Phải có đủ các điều sau"
    assert reason.facts == ("si_workers_baseline", "si_workers_now")


def test_what_nobody_knows_stays_unknown_in_the_tree() -> None:
    either = read("pregnant or bad_debt")
    assert speaker(LAW, "en").explain(either, {}).outcome == "unknown"
    assert [part.outcome for part in speaker(LAW, "en").explain(either, {"bad_debt": True}).parts] == ["unknown", "met"]


def test_a_choice_shows_its_test_and_the_branch_taken() -> None:
    rule = read("(leave_days > 3 if pregnant else guide_card)")
    assert len(speaker(LAW, "vi").explain(rule, {}).parts) == 3
    taken = speaker(LAW, "vi").explain(rule, {"pregnant": False, "guide_card": True})
    assert [part.words for part in taken.parts] == ["đang mang thai", "có thẻ hướng dẫn viên còn hiệu lực"]


def test_a_choice_inside_a_reckoning_is_made_as_soon_as_what_is_known_makes_it() -> None:
    supplement = LAW.policy("nq68-08").versions[0].components[-1].due
    assert supplement is not None
    both = {"date_of_birth": date(2005, 7, 10), "f0_start": date(2021, 7, 15), "f0_days": 10, "f1_start": date(2021, 7, 5), "f1_days": 10}
    reason = speaker(LAW, "vi").explain(supplement, both)
    assert reason.words == "số tuổi tròn vào ngày sớm nhất trong (ngày bắt đầu điều trị; ngày bắt đầu cách ly) dưới 16"
    assert (reason.outcome, reason.worked) == ("met", "15 < 16")
    open_choice = read("age(date_of_birth, f0_start if pregnant else f1_start) < 16")
    assert "nếu đang mang thai" in speaker(LAW, "vi").explain(open_choice, {}).words


def test_a_denied_rule_is_told_with_what_it_denies() -> None:
    denied = speaker(LAW, "en").explain(read("not (pregnant or bad_debt)"), {"pregnant": True})
    assert (denied.words, denied.outcome, denied.parts[0].outcome) == ("This must not be so", "failed", "met")


@pytest.mark.parametrize(
    ("fact", "value", "vi", "en"),
    [
        ("leave_days", 14, "14 ngày", "14 days"),
        ("si_paid_through", date(2021, 4, 1), "tháng 4/2021", "April 2021"),
        ("bad_debt", False, "không", "no"),
        ("wage_fund", 2_000_000, "2.000.000 đồng", "VND 2,000,000"),
        ("business_sector", "tourism", "Du lịch", "Tourism"),
        ("leave_start", date(2021, 8, 9), "9/8/2021", "9 August 2021"),
        ("province", "79", "79", "79"),
        ("pregnant", None, "chưa biết", "not known"),
    ],
)
def test_what_a_person_told_is_said_back_in_words(fact: str, value: Any, vi: str, en: str) -> None:
    assert [speaker(LAW, language).told(fact, value) for language in ("vi", "en")] == [vi, en]


def test_a_language_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="vi and en"):
        speaker(LAW, "fr")


def value_of(programme: Programme, name: str) -> st.SearchStrategy[Any]:
    fact = programme.facts[name]
    some: dict[Kind, st.SearchStrategy[Any]] = {
        Kind.BOOL: st.booleans(),
        Kind.INT: st.integers(0, 60),
        Kind.MONEY: st.integers(0, 5_000_000),
        Kind.DATE: st.dates(date(2021, 4, 1), date(2021, 12, 1)).map(lambda day: day.replace(day=1) if fact.whole_month else day),
        Kind.CODE: st.sampled_from(sorted(fact.codes) or ["x"]),
    }
    return st.none() | some[fact.kind]


@settings(max_examples=30)
@given(data=st.data())
def test_the_tree_of_each_condition_ends_where_the_law_ends(data: st.DataObject) -> None:
    policy = data.draw(st.sampled_from(LAW.policies))
    names = policy.version_on(date(2021, 12, 1)).facts
    facts = {name: data.draw(value_of(LAW, name)) for name in names}
    known = {name: value for name, value in facts.items() if value is not None}
    answer = determine(facts, LAW, as_of=date(2021, 12, 1), policies=[policy.id]).policies[0]
    for asked in answer.conditions:
        reason = speaker(LAW, "vi").explain(asked.condition.rule, known)
        assert reason.outcome == asked.outcome
        assert sound(reason)


def sound(reason: Reason) -> bool:
    """A whole follows from its parts: one failed part fails `all`, one met part meets `one of`."""
    outcomes = {part.outcome for part in reason.parts}
    if reason.words == "Phải có đủ các điều sau":
        expected = "failed" if "failed" in outcomes else "unknown" if "unknown" in outcomes else "met"
    elif reason.words == "Chỉ cần một trong các điều sau":
        expected = "met" if "met" in outcomes else "unknown" if "unknown" in outcomes else "failed"
    else:
        expected = reason.outcome
    return reason.outcome == expected and all(sound(part) for part in reason.parts)
