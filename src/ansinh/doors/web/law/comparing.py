"""Two days side by side: what came, what went, what reads otherwise, in conditions, benefits and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from ansinh.doors.web.law import known
from ansinh.doors.web.law.gains import GainShown, gains
from ansinh.doors.web.law.values import language, value_in_words
from ansinh.doors.web.public.forms import words
from ansinh.policy.changes import Change, changes, days_of_change
from ansinh.policy.figures import figures
from ansinh.policy.language.words import Speaker, figures_in, speaker
from ansinh.policy.programme import Component, Condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, HttpResponse

    from ansinh.policy.programme import Policy, Programme

Marked = list[tuple[str, str]]
"""Words in order, each run with `same`, `gone` or `new`."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two days: the text with its marks, the rule in words with its marks, the article, whether it is verified."""

    text: Marked
    rule: Marked
    cite: str
    verified: bool
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """A condition, benefit part or figure on both days; a side is `None` where it does not stand."""

    kind: str
    what: str
    before: Side | None
    after: Side | None


@dataclass(frozen=True, slots=True)
class PolicyChanges:
    """The rows of one policy, how many of its conditions and parts stay as they were, and who gains or loses."""

    policy: Policy
    rows: list[Row]
    unchanged: int
    gains: list[GainShown]


@require_safe
def programme(request: HttpRequest, programme: str) -> HttpResponse:
    """Compare all policies of a programme on two days."""
    law = known.programme_named(programme)
    return _page(request, law, law.policies)


@require_safe
def policy(request: HttpRequest, programme: str, policy: str) -> HttpResponse:
    """Compare one policy on two days."""
    law = known.programme_named(programme)
    return _page(request, law, [known.policy_named(law, policy)])


def compared(policy: Policy, programme: Programme, before: date, after: date) -> PolicyChanges:
    """Compare a policy on two days. Raises `NotInForce` for a day before its first version."""
    old, new, says = policy.version_on(before), policy.version_on(after), speaker(programme, language())
    rows: list[Row] = []
    unchanged = 0
    pairs: list[tuple[str, Change[Condition] | Change[Component]]] = []
    pairs += [("condition", change) for change in changes(old.conditions, new.conditions)]
    pairs += [("component", change) for change in changes(old.components, new.components)]
    for kind, change in pairs:
        if change.what == "same":
            unchanged += 1
        else:
            rows.append(_row(kind, change, says))
    return PolicyChanges(policy, rows, unchanged, gains(policy, programme, before, after) if rows else [])


def figures_compared(programme: Programme, policies: Sequence[Policy], before: date, after: date) -> list[Row]:
    """Compare the figures that the policies rest on; those that stay are left out."""
    used = {name for policy in policies for day in (before, after) for rule in policy.version_on(day).rules for name in figures_in(rule)}
    rows = []
    for figure in figures(programme):
        if figure.id in used and figure.on(before) != figure.on(after):
            old, new = (value_in_words(figure, day, programme) for day in (before, after))
            gone, come = _marks(old, new)
            name = words(figure.text)
            sides = [Side([("same", name)], run, figure.on(day).cite, figure.verified, words(figure.note)) for run, day in ((gone, before), (come, after))]
            rows.append(Row("figure", "changed", *sides))
    return rows


def _page(request: HttpRequest, law: Programme, policies: Sequence[Policy]) -> HttpResponse:
    days = days_of_change(policies)
    before = known.day_asked(request, law, name="tu", otherwise=days[-2] if len(days) > 1 else days[0])
    after = known.day_asked(request, law, name="den", otherwise=days[-1])
    all_rows = [compared(policy, law, before.day, after.day) for policy in policies]
    context = {
        "programme": law,
        "policy": policies[0] if len(policies) == 1 else None,
        "before": before,
        "after": after,
        "days": days,
        "changed": [one for one in all_rows if one.rows],
        "same": [one.policy for one in all_rows if not one.rows],
        "figures": figures_compared(law, policies, before.day, after.day),
    }
    return render(request, "law/changes.html", context)


def _row(kind: str, change: Change[Condition] | Change[Component], says: Speaker) -> Row:
    before, after = change.before, change.after
    old_text, new_text = _marks(words(before.text) if before else "", words(after.text) if after else "")
    old_rule, new_rule = _marks(_rule(before, says), _rule(after, says))
    return Row(kind, change.what, _side(before, old_text, old_rule), _side(after, new_text, new_rule))


def _side(part: Condition | Component | None, text: Marked, rule: Marked) -> Side | None:
    return Side(text, rule, part.cite, part.verified, words(part.note)) if part else None


def _rule(part: Condition | Component | None, says: Speaker) -> str:
    if part is None:
        return ""
    return says.say(part.amount if isinstance(part, Component) else part.rule)


def _marks(old: str, new: str) -> tuple[Marked, Marked]:
    """Mark word by word what went and what came."""
    if not old or not new:
        return [("same", old)], [("same", new)]
    left, right = old.split(), new.split()
    gone: Marked = []
    come: Marked = []
    for step, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if b > a:
            gone.append(("same" if step == "equal" else "gone", " ".join(left[a:b])))
        if d > c:
            come.append(("same" if step == "equal" else "new", " ".join(right[c:d])))
    return gone, come
