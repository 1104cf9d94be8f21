"""A policy as prose: what stands on a day, since when, what it was before, what the words rest on; for screen and paper alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Generic

from ansinh.doors.web.law.known import cases_of
from ansinh.doors.web.law.values import FigureShown, figures_shown, language
from ansinh.doors.web.public.figures import amounts
from ansinh.doors.web.public.forms import words
from ansinh.policy.changes import Part, Span, components_over_time, conditions_over_time, versions_that_differ
from ansinh.policy.determine import Outcome, determine
from ansinh.policy.explanations import in_words, where_to_complain
from ansinh.policy.language.nodes import Fact, Node, Not
from ansinh.policy.language.words import Speaker, figures_in, speaker
from ansinh.policy.programme import Component, Condition

if TYPE_CHECKING:
    from ansinh.policy.cases import WorkedCase
    from ansinh.policy.programme import Policy, Programme
    from ansinh.policy.workflow import Procedure


@dataclass(frozen=True, slots=True)
class Wording(Generic[Part]):
    """A condition or benefit part on a day: `since` is the day this wording came when it is not the first, `rule` its rule in words.

    `before` is the wording it took the place of, `after` and `ends` what becomes of it and when.
    """

    part: Part
    rule: str
    since: date | None = None
    before: Part | None = None
    ends: date | None = None
    after: Part | None = None
    amounts: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A worked case: what was told, what the law gives, in words."""

    case: WorkedCase
    said: list[tuple[str, str]]
    outcome: str
    sentences: list[str]
    amount: int | None


@dataclass(frozen=True, slots=True)
class PolicyShown:
    """A policy on a day, ready to be set."""

    policy: Policy
    day: date
    starts: date
    days: tuple[date, ...]
    conditions: list[Wording[Condition]]
    components: list[Wording[Component]]
    gone: list[Condition]
    figures: list[FigureShown]
    cases: list[CaseShown]
    procedure: Procedure
    verified: bool
    groups: list[str]
    complain: str


def shown(policy: Policy, programme: Programme, day: date) -> PolicyShown:
    """Set a policy as it stands on a day. Raises `NotInForce` before its first version."""
    version = policy.version_on(day)
    days = tuple(found.starts for found in versions_that_differ(policy))
    conditions, components = conditions_over_time(policy), components_over_time(policy)
    said = speaker(programme, language())
    standing = [_condition(conditions[part.id], day, days[0], said) for part in version.conditions]
    parts = [_component(components[part.id], day, days[0], said, programme) for part in version.components]
    return PolicyShown(
        policy=policy,
        day=day,
        starts=max(start for start in days if start <= day),
        days=days,
        conditions=standing,
        components=parts,
        gone=[spans[-1].part for spans in conditions.values() if spans[-1].until and spans[-1].until <= day],
        figures=figures_shown(programme, day, {name for rule in version.rules for name in figures_in(rule)}),
        cases=[_case(case, programme, said) for case in cases_of(programme.id, policy.id)],
        procedure=policy.procedure_on(day),
        verified=version.verified,
        groups=[words(programme.exclusive_groups[group]) for group in policy.groups],
        complain=words(where_to_complain(policy, as_of=day)),
    )


def _condition(spans: tuple[Span[Condition], ...], day: date, first: date, said: Speaker) -> Wording[Condition]:
    standing, wording = _standing(spans, day, first)
    return replace(wording, rule="" if _bare(standing.rule) else said.say(standing.rule))


def _component(spans: tuple[Span[Component], ...], day: date, first: date, said: Speaker, programme: Programme) -> Wording[Component]:
    standing, wording = _standing(spans, day, first)
    due = said.say(standing.due) if standing.due else ""
    return replace(wording, rule=said.say(standing.amount), due=due, amounts=amounts(standing.amount, programme.facts))


def _bare(rule: Node) -> bool:
    """Say whether a rule is one fact, yes or no: its words would only repeat the text."""
    return isinstance(rule, Fact) or (isinstance(rule, Not) and isinstance(rule.part, Fact))


def _standing(spans: tuple[Span[Part], ...], day: date, first: date) -> tuple[Part, Wording[Part]]:
    """Find the wording of a day among its spans, with what stood before and what comes after."""
    place = next(place for place, span in enumerate(spans) if span.starts <= day and (span.until is None or day < span.until))
    span, before, later = spans[place], spans[place - 1] if place else None, spans[place + 1] if place + 1 < len(spans) else None
    return span.part, Wording(
        part=span.part,
        rule="",
        since=span.starts if span.starts > first else None,
        before=before.part if before and before.until == span.starts else None,
        ends=span.until,
        after=later.part if later and later.starts == span.until else None,
    )


def _case(case: WorkedCase, programme: Programme, said: Speaker) -> CaseShown:
    answer = determine(case.facts, programme, as_of=case.as_of, policies=[case.policy]).policies[0]
    told = [(_capital(said.label(name)), said.told(name, value)) for name, value in case.facts.items()]
    sentences = in_words(answer, language(), programme=programme, as_of=case.as_of)
    if answer.outcome is Outcome.INELIGIBLE:
        sentences = sentences[1:-1]  # the card says itself that it is a refusal; where to complain stands on the page
    return CaseShown(case, told, str(answer.outcome), sentences, answer.amount)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
