"""What the law says, in words for people: short sentences, the reason, the article, and what would have to be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.policy.determine import Outcome
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from ansinh.policy.determine import ComponentAnswer, PolicyAnswer
    from ansinh.policy.programme import Programme

LANGUAGES = ("vi", "en")


def in_words(answer: PolicyAnswer, language: str = "vi", *, programme: Programme | None = None) -> list[str]:
    """Give the sentences for one policy's answer: what is due and why, or why not, or what is still to be told.

    "Not proved" is never told as "not eligible": an undetermined policy says what is missing.
    """
    if language not in LANGUAGES:
        message = f"texts are in {' and '.join(LANGUAGES)}, not in {language!r}"
        raise ValueError(message)
    match answer.outcome:
        case Outcome.ELIGIBLE:
            return [*_total(answer, language), *(sentence for part in answer.components for sentence in _part(part, language))]
        case Outcome.INELIGIBLE:
            return _why_not(answer, language)
        case _:
            return _what_is_missing(answer, language, programme)


def _total(answer: PolicyAnswer, language: str) -> list[str]:
    amount = vnd(answer.amount or 0, language)
    return [f"Được hỗ trợ {amount}." if language == "vi" else f"You get {amount}."]


def _part(part: ComponentAnswer, language: str) -> list[str]:
    text, cite = part.component.text[language], part.component.cite
    if part.amount:
        return [f"{text}: {vnd(part.amount, language)} ({cite})."]
    if part.open:
        return [f"Có thể được thêm: {_small(text)} ({cite})." if language == "vi" else f"There may be more: {_small(text)} ({cite})."]
    return []


def _why_not(answer: PolicyAnswer, language: str) -> list[str]:
    failed = [asked.condition for asked in answer.conditions if asked.outcome == "failed"]
    many = len(failed) > 1
    if language == "vi":
        head = "Các điều kiện sau chưa được đáp ứng." if many else "Điều kiện sau chưa được đáp ứng."
        last = "Nếu không đồng ý, ông/bà có quyền khiếu nại tại nơi đã nộp hồ sơ."
    else:
        head = "These conditions are not met." if many else "This condition is not met."
        last = "If you disagree, you may complain where you filed."
    return [head, *(f"{condition.text[language]} ({condition.cite})." for condition in failed), last]


def _what_is_missing(answer: PolicyAnswer, language: str, programme: Programme | None) -> list[str]:
    head = "Chưa đủ thông tin để kết luận." if language == "vi" else "More must be known to decide."
    if programme is not None:
        return [head, *(programme.facts[name].question[language] for name in answer.missing)]
    unknown = [asked.condition for asked in answer.conditions if asked.outcome == "unknown"]
    lead = "Cần làm rõ: " if language == "vi" else "To be made clear: "
    return [head, *(f"{lead}{_small(condition.text[language])} ({condition.cite})." for condition in unknown)]


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
