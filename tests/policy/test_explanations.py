"""What people read: short sentences in both languages, the article beside each reason, never "not eligible" for "not proved"."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ansinh.policy.cases import worked_cases
from ansinh.policy.determine import PolicyAnswer, determine
from ansinh.policy.explanations import LANGUAGES, in_words
from ansinh.policy.load import load_programme

LONGEST = {"vi": 30, "en": 25}
"""Words between two spaces; a Vietnamese word is one syllable, so there are more of them."""
CITATION = re.compile(r" \([^()]*\)\.$")
DAYS = (date(2021, 8, 10), date(2021, 11, 8))


def every_text() -> list[tuple[str, str]]:
    """Give each text of the law that people may read as a sentence of its own."""
    programme, texts = load_programme(), []
    for language in LANGUAGES:
        for fact in programme.facts.values():
            texts += [(language, fact.question[language]), *((language, part) for part in re.split(r"(?<=\.) ", fact.help.get(language, "")) if part)]
        for policy in programme.policies:
            texts += [(language, part) for part in re.split(r"(?<=\.) ", policy.summary[language])]
            texts += [(language, step.name[language]) for procedure in policy.procedures for step in procedure.steps]
            for version in policy.versions:
                texts += [(language, condition.text[language]) for condition in version.conditions]
                texts += [(language, component.text[language]) for component in version.components]
    return texts


def answers() -> list[PolicyAnswer]:
    programme = load_programme()
    cases = [case for policy in programme.policies for case in worked_cases("nq68", policy.id)]
    worked = [determine(case.facts, programme, as_of=case.as_of, policies=[case.policy]).policies[0] for case in cases]
    nothing_known = [answer for day in DAYS for answer in determine({}, programme, as_of=day).policies]
    refused = [answer for day in DAYS for answer in determine({"requests_support": False}, programme, as_of=day).policies]
    return [*worked, *nothing_known, *refused]


def test_no_text_of_the_law_is_longer_than_a_short_sentence() -> None:
    assert not {text for language, text in every_text() if len(text.split()) > LONGEST[language]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_to_people_is_long_or_nested(language: str) -> None:
    sentences = {
        CITATION.sub(".", said) for answer in answers() for said in (*in_words(answer, language), *in_words(answer, language, programme=load_programme()))
    }
    assert sentences
    assert not {said for said in sentences if len(said.split()) > LONGEST[language]}
    assert not {said for said in sentences if ";" in said or "(" in said or not said.endswith((".", "?"))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_proved_is_never_told_as_not_eligible(language: str) -> None:
    refusing = re.compile(r"không (được|đủ điều kiện) (hỗ trợ|hưởng)|chưa được đáp ứng|not eligible|not met|refus|no right", re.IGNORECASE)
    for answer in answers():
        if answer.outcome == "undetermined":
            assert not refusing.search(in_words(answer, language)[0])
            assert len(in_words(answer, language)) > 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_names_each_condition_with_its_article_and_where_to_complain(language: str) -> None:
    for answer in answers():
        if answer.outcome != "ineligible":
            continue
        said = in_words(answer, language)
        failed = [asked.condition for asked in answer.conditions if asked.outcome == "failed"]
        assert said[1:-1] == [f"{condition.text[language]} ({condition.cite})." for condition in failed]
        assert ("khiếu nại" if language == "vi" else "complain") in said[-1]


@pytest.mark.parametrize(("language", "amount"), [("vi", "4.855.000 đồng"), ("en", "VND 4,855,000")])
def test_what_is_due_is_told_with_the_sum_and_each_part_with_its_article(language: str, amount: str) -> None:
    case = next(case for case in worked_cases("nq68", "nq68-04") if case.id == "pregnant_two_children")
    said = in_words(determine(case.facts, load_programme(), as_of=case.as_of, policies=["nq68-04"]).policies[0], language)
    assert amount in said[0]
    assert len(said) == 4
    assert all("QĐ 23/2021/QĐ-TTg" in part for part in said[1:])


def test_a_part_that_is_still_open_is_told_as_possible() -> None:
    case = next(case for case in worked_cases("nq68", "nq68-08") if case.id == "birth_unknown")
    answer = determine(case.facts, load_programme(), as_of=case.as_of, policies=["nq68-08"]).policies[0]
    assert any(said.startswith("Có thể được thêm") for said in in_words(answer))
    assert any(said.startswith("There may be more") for said in in_words(answer, "en"))


def test_a_language_the_texts_are_not_in_is_refused() -> None:
    with pytest.raises(ValueError, match="vi and en"):
        in_words(answers()[0], "fr")
