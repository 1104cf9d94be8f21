"""What the law says, in words for people: short sentences, the reason, the article, what would have to be true, where to complain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansinh.policy.determine import Outcome
from ansinh.policy.money import vnd

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ansinh.policy.determine import ComponentAnswer, PolicyAnswer
    from ansinh.policy.programme import Component, Condition, FactDefinition, Policy, Programme

LANGUAGES = ("vi", "en")
WORDS = {
    "get": ("Được hỗ trợ {}.", "You get {}."),
    "relief": ("Đáp ứng đủ các điều kiện.", "All conditions are met."),
    "why": ("Vì các điều sau đều đúng.", "Because all of this is true."),
    "more": ("Có thể được thêm: {}.", "There may be more: {}."),
    "one_wrong": ("Chưa được hỗ trợ. Điều sau phải đúng mới được hỗ trợ.", "Not granted. This would have to be true."),
    "many_wrong": ("Chưa được hỗ trợ. Các điều sau phải đúng mới được hỗ trợ.", "Not granted. All of this would have to be true."),
    "open": ("Chưa đủ thông tin để kết luận.", "More must be known to decide."),
    "to_clear": ("Cần làm rõ: {}.", "To be made clear: {}."),
    "looked_up": ("Cơ quan tự tra cứu: {}.", "The office looks it up: {}."),
    "paper": ("Giấy tờ: {}.", "Paper: {}."),
    "province": ("Đây là quy định riêng của {}.", "This is the own rule of {}."),
    "ask": ("Hỏi tại {}.", "Ask here: {}."),
    "complain": ("Nếu không đồng ý, ông/bà có quyền khiếu nại tại {}.", "If you disagree, you may complain here: {}."),
    "under": ("Theo {}.", "Under {}."),
    "unverified": ("Quy định này còn phải đối chiếu với Công báo.", "This rule must still be checked against the official gazette."),
    "not_met": ("Chưa đáp ứng điều kiện: {}", "This condition is not met: {}"),
}
WHERE_FILED = ("nơi đã nộp hồ sơ", "the office where you filed")


@dataclass(frozen=True, slots=True)
class Said:
    """One thing told to a person: short sentences, and the article they rest on where there is one."""

    text: str
    cite: str = ""
    verified: bool = True

    def whole(self, language: str) -> str:
        """Give text and article as sentences one after another, and that a rule is not yet verified."""
        cited = _words("under", language, self.cite) if self.cite else ""
        return " ".join(part for part in (self.text, cited, "" if self.verified else _words("unverified", language)) if part)


def in_words(
    answer: PolicyAnswer, language: str = "vi", *, programme: Programme | None = None, as_of: date | None = None, province: str | None = None
) -> list[str]:
    """Give what `explained` says, each with its article in a sentence of its own. Raises as `explained` does."""
    return [said.whole(language) for said in explained(answer, language, programme=programme, as_of=as_of, province=province)]


def explained(
    answer: PolicyAnswer, language: str = "vi", *, programme: Programme | None = None, as_of: date | None = None, province: str | None = None
) -> list[Said]:
    """Say of one policy's answer what is due and why, or why not and what would have to be true, or what is still to be told.

    A refusal ends with where to complain. "Not proved" is never told as "not eligible": an undetermined policy says what is
    missing, who looks it up or which paper proves it, and where to ask. With the programme the texts name the office, by the
    procedure of `as_of` or of the last version; with a province and a day they name that province's own rule, where it has one.
    Raises `ValueError` for a language the texts are not in.
    """
    if language not in LANGUAGES:
        message = f"texts are in {' and '.join(LANGUAGES)}, not in {language!r}"
        raise ValueError(message)
    policy = programme.policy(answer.policy) if programme is not None else None
    own = _own_rule(programme, policy, language, as_of, province)
    match answer.outcome:
        case Outcome.ELIGIBLE:
            return [*_due(answer, language, policy), *own]
        case Outcome.INELIGIBLE:
            return [*_why_not(answer, language), *own, Said(where_to_complain(policy, as_of=as_of)[language])]
        case _:
            return list(_what_is_missing(answer, language, programme, as_of))


def where_to_complain(policy: Policy | None, *, as_of: date | None = None) -> dict[str, str]:
    """Say in both languages where to complain: in the policy's own words, or at the office where one files on a day."""
    if policy is not None and policy.complain:
        return dict(policy.complain)
    return {language: _words("complain", language, _office(policy, language, as_of)) for language in LANGUAGES}


def not_met(condition: Condition) -> dict[str, str]:
    """Say in both languages that a condition is not met, as a reason that a letter gives."""
    return {language: _words("not_met", language, condition.text[language]) for language in LANGUAGES}


def _words(key: str, language: str, *parts: str) -> str:
    return WORDS[key][LANGUAGES.index(language)].format(*parts)


def _rests_on(part: Condition | Component, text: str) -> Said:
    return Said(text, part.cite, part.verified)


def _due(answer: PolicyAnswer, language: str, policy: Policy | None) -> Iterable[Said]:
    relief = policy is not None and policy.pays != "cash"
    yield Said(_words("relief", language) if relief else _words("get", language, vnd(answer.amount or 0, language)))
    for part in answer.components:
        yield from _part(part, language)
    yield Said(_words("why", language))
    for asked in answer.conditions:
        yield _rests_on(asked.condition, f"{asked.condition.text[language]}.")


def _own_rule(programme: Programme | None, policy: Policy | None, language: str, as_of: date | None, province: str | None) -> list[Said]:
    """Name the rule that a province has set for itself under a policy, with its own decision as the source."""
    rule = programme.rule_of(province, as_of, policy=policy) if programme is not None and policy is not None and as_of is not None and province else None
    return [Said(f"{_words('province', language, rule.name[language])} {rule.text[language]}", rule.cite, rule.verified)] if rule else []


def _part(part: ComponentAnswer, language: str) -> Iterable[Said]:
    text = part.component.text[language]
    if part.amount:
        yield _rests_on(part.component, f"{text}: {vnd(part.amount, language)}.")
    elif part.open:
        yield _rests_on(part.component, _words("more", language, _small(text)))


def _why_not(answer: PolicyAnswer, language: str) -> Iterable[Said]:
    failed = [asked.condition for asked in answer.conditions if asked.outcome == "failed"]
    yield Said(_words("many_wrong" if len(failed) > 1 else "one_wrong", language))
    for condition in failed:
        yield _rests_on(condition, f"{condition.text[language]}.")


def _what_is_missing(answer: PolicyAnswer, language: str, programme: Programme | None, as_of: date | None) -> Iterable[Said]:
    yield Said(_words("open", language))
    if programme is None:
        for asked in answer.conditions:
            if asked.outcome == "unknown":
                yield _rests_on(asked.condition, _words("to_clear", language, _small(asked.condition.text[language])))
        return
    for name in answer.missing:
        yield Said(_asked(programme.facts[name], programme, language))
    yield Said(_words("ask", language, _office(programme.policy(answer.policy), language, as_of)))


def _asked(fact: FactDefinition, programme: Programme, language: str) -> str:
    """Give a fact's question, then the register that answers it, or else the paper that proves it."""
    if fact.vouched_by:
        return f"{fact.question[language]} {_words('looked_up', language, _small(programme.registers[fact.vouched_by[0]][language]))}"
    return f"{fact.question[language]} {_words('paper', language, _small(fact.paper[language]))}" if fact.paper else fact.question[language]


def _office(policy: Policy | None, language: str, as_of: date | None) -> str:
    if policy is None:
        return WHERE_FILED[LANGUAGES.index(language)]
    procedure = policy.procedure_on(as_of) if as_of is not None else policy.procedures[-1]
    return procedure.filed_at[language] if language == "vi" else _small(procedure.filed_at[language])


def _small(text: str) -> str:
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
