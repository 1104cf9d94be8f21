"""What people read: short sentences in both languages, the article beside each reason, never "not eligible" for "not proved"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from ansinh.policy.cases import worked_cases
from ansinh.policy.determine import PolicyAnswer, determine
from ansinh.policy.explanations import LANGUAGES, explained, in_words, not_met, where_to_complain
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.programme import Programme, Text

LONGEST = {"vi": 30, "en": 25}
"""Words between two spaces; a Vietnamese word is one syllable, so there are more of them."""
MOST_COMMAS = 2
NESTED = re.compile(r"[()\[\];–—]")
"""Signs that put one thought inside another."""
NAMES = programme_names()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.?])\s+(?=[A-ZĐÀ-Ỹ0-9])", text.strip())


def faults(text: str, language: str) -> list[str]:
    """Give the sentences of a text that are long or nested."""
    return [one for one in sentences(text) if len(one.split()) > LONGEST[language] or NESTED.search(one) or one.count(", ") > MOST_COMMAS]


def every_text(programme: Programme) -> Iterator[Text]:
    """Give each text of a programme that people may read as sentences of their own."""
    yield programme.name
    yield from programme.exclusive_groups.values()
    yield from programme.registers.values()
    yield from (rule.text for rules in programme.provinces.values() for rule in rules)
    for fact in programme.facts.values():
        yield from (fact.question, *fact.choices.values(), *(text for text in (fact.help, fact.paper) if text))
    for policy in programme.policies:
        yield from (policy.name, policy.summary, *([policy.complain] if policy.complain else []))
        for procedure in policy.procedures:
            yield from (procedure.filed_by, procedure.filed_at, *procedure.papers, *(step.name for step in procedure.steps))
        for version in policy.versions:
            yield from (part.text for part in (*version.conditions, *version.components))


@cache
def answers(name: str) -> tuple[PolicyAnswer, ...]:
    """Give an answer for each worked case, with nothing known, and of people who want nothing, on the days of each version."""
    programme = load_programme(name)
    cases = [case for policy in programme.policies for case in worked_cases(name, policy.id)]
    days = {version.starts + timedelta(30) for policy in programme.policies for version in policy.versions}
    found = [determine(case.facts, programme, as_of=case.as_of, policies=[case.policy]).policies[0] for case in cases]
    for day in sorted(days):
        found += [answer for facts in ({}, {"requests_support": False}) for answer in determine(facts, programme, as_of=day).policies]
    return tuple(found)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_law_is_long_or_nested(name: str, language: str) -> None:
    assert not [fault for text in every_text(load_programme(name)) for fault in faults(text[language], language)]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_an_explanation_is_long_or_nested(name: str, language: str) -> None:
    said = [one for answer in answers(name) for one in (*explained(answer, language), *explained(answer, language, programme=load_programme(name)))]
    assert said
    assert not [fault for one in said for fault in faults(one.text, language)]
    assert all(one.text.endswith((".", "?")) for one in said)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_article_stands_in_a_sentence_of_its_own(name: str, language: str) -> None:
    under = "Theo" if language == "vi" else "Under"
    for answer in answers(name):
        for said, whole in zip(explained(answer, language), in_words(answer, language), strict=True):
            assert whole.startswith(said.text)
            assert not said.cite or f" {under} {said.cite}." in whole
            assert "(" not in whole


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_proved_is_never_told_as_not_eligible(name: str, language: str) -> None:
    refusing = re.compile(
        r"không (được|đủ điều kiện) (hỗ trợ|hưởng)|chưa được (hỗ trợ|đáp ứng)|not (eligible|granted|met)|refus|no right|complain", re.IGNORECASE
    )
    undetermined = [answer for answer in answers(name) if answer.outcome == "undetermined"]
    assert undetermined
    for answer in undetermined:
        said = in_words(answer, language, programme=load_programme(name))
        questions = {load_programme(name).facts[fact].question[language] for fact in answer.missing}
        assert not refusing.search(said[0])
        assert not refusing.search(said[-1])
        assert len(said) == len(questions) + 2
        assert all(any(one.startswith(question) for one in said) for question in questions)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_each_condition_with_its_article_and_where_to_complain(name: str, language: str) -> None:
    refusals = [answer for answer in answers(name) if answer.outcome == "ineligible"]
    assert refusals
    for answer in refusals:
        programme = load_programme(name)
        said = explained(answer, language, programme=programme)
        failed = [asked.condition for asked in answer.conditions if asked.outcome == "failed"]
        assert [(one.text, one.cite, one.verified) for one in said[1:-1]] == [(f"{part.text[language]}.", part.cite, part.verified) for part in failed]
        assert ("phải đúng" if language == "vi" else "have to be true") in said[0].text
        assert ("khiếu nại" if language == "vi" else "complain") in said[-1].text
        assert programme.policy(answer.policy).procedures[-1].filed_at[language][1:] in said[-1].text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_grant_says_how_much_and_why(name: str, language: str) -> None:
    grants = [answer for answer in answers(name) if answer.outcome == "eligible"]
    assert grants
    for answer in grants:
        said = explained(answer, language, programme=load_programme(name))
        assert [one.text for one in said[-len(answer.conditions) :]] == [f"{asked.condition.text[language]}." for asked in answer.conditions]
        if load_programme(name).policy(answer.policy).pays == "cash":
            assert f"{answer.amount:,}".replace(",", "." if language == "vi" else ",") in said[0].text


@pytest.mark.parametrize(("language", "amount"), [("vi", "4.855.000 đồng"), ("en", "VND 4,855,000")])
def test_what_is_due_is_told_with_the_sum_and_each_part_with_its_article(language: str, amount: str) -> None:
    case = next(case for case in worked_cases("nq68", "nq68-04") if case.id == "pregnant_two_children")
    said = in_words(determine(case.facts, load_programme(), as_of=case.as_of, policies=["nq68-04"]).policies[0], language)
    assert amount in said[0]
    assert all("QĐ 23/2021/QĐ-TTg, Đ.14" in part for part in said[1:4])
    assert len(said) == 1 + 3 + 1 + 7


def test_what_is_no_cash_is_not_told_as_cash() -> None:
    case = next(case for case in worked_cases("nq68", "nq68-01") if case.outcome == "eligible")
    said = in_words(determine(case.facts, load_programme(), as_of=case.as_of, policies=["nq68-01"]).policies[0], programme=load_programme())
    assert said[0] == "Đáp ứng đủ các điều kiện."
    assert said[1].startswith("Số tiền được giảm mỗi tháng")


def test_a_part_that_is_still_open_is_told_as_possible() -> None:
    case = next(case for case in worked_cases("nq68", "nq68-08") if case.id == "birth_unknown")
    answer = determine(case.facts, load_programme(), as_of=case.as_of, policies=["nq68-08"]).policies[0]
    assert any(said.startswith("Có thể được thêm") for said in in_words(answer))
    assert any(said.startswith("There may be more") for said in in_words(answer, "en"))


def test_a_rule_that_is_not_yet_verified_is_told_as_such() -> None:
    on, told = date(2021, 8, 10), {"requests_support": True, "guide_card": True, "guide_contract_or_member": False}
    said = in_words(determine(told, load_programme(), as_of=on, policies=["nq68-09b"]).policies[0])
    assert "còn phải đối chiếu với Công báo" in said[1]


def test_what_is_missing_says_which_register_or_which_paper_tells_it() -> None:
    answer = determine({"requests_support": True}, load_programme(), as_of=date(2021, 8, 10), policies=["nq68-04"]).policies[0]
    said = " ".join(in_words(answer, "en", programme=load_programme()))
    assert "The office looks it up: records of the social insurance agency." in said
    assert "Paper: the written agreement on suspension or unpaid leave." in said
    assert said.endswith("Ask here: the social insurance agency.")


def test_a_policy_may_say_in_its_own_words_where_to_complain() -> None:
    policy = load_programme().policy("nq68-12")
    assert where_to_complain(None)["en"] == "If you disagree, you may complain here: the office where you filed."
    assert where_to_complain(policy, as_of=date(2021, 8, 10))["vi"] == "Nếu không đồng ý, ông/bà có quyền khiếu nại tại Ủy ban nhân dân cấp xã."


def test_a_letter_takes_its_reason_from_the_same_texts() -> None:
    condition = load_programme().policy("nq68-12").condition_on(date(2021, 8, 10), "free_worker")
    assert not_met(condition)["vi"].startswith("Chưa đáp ứng điều kiện: Là lao động tự do")
    assert not_met(condition)["en"].startswith("This condition is not met: Is an informal worker")


def test_a_language_the_texts_are_not_in_is_refused() -> None:
    with pytest.raises(ValueError, match="vi and en"):
        in_words(answers("nq68")[0], "fr")
