"""The law's figures in the reader's words: an amount, a day, a number, a list of codes, or one of these for each place or kind."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext

from ansinh.doors.web.public.forms import words
from ansinh.doors.web.public.provinces import provinces
from ansinh.doors.web.templatetags.page import day as day_in_words
from ansinh.doors.web.templatetags.page import number, vnd
from ansinh.policy.figures import Figure, figures

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme, Text


@dataclass(frozen=True, slots=True)
class ValueShown:
    """A figure from a day on: one value, or lines of whom and what."""

    starts: date
    cite: str
    lines: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class OwnShown:
    """What a province has set for itself."""

    whom: str
    what: str
    starts: date
    cite: str


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A figure of the law: what it is, its values with their first days, its source and mark."""

    id: str
    text: str
    cite: str
    verified: bool
    note: str
    values: list[ValueShown]
    own: list[OwnShown]


def language() -> str:
    """Give the reader's language as the law's texts name it."""
    return "en" if (get_language() or "vi").startswith("en") else "vi"


def figures_shown(programme: Programme, day: date | None = None, names: Collection[str] | None = None) -> list[FigureShown]:
    """Give the figures of a programme, all or those named; with a day only the value in force then."""
    return [_figure(figure, programme, day) for figure in figures(programme) if names is None or figure.id in names]


def value_in_words(figure: Figure, day: date, programme: Programme) -> str:
    """Say what a figure is on a day, in one line."""
    return "; ".join(f"{whom}: {what}" if whom else what for whom, what in _lines(figure, figure.on(day).value, programme))


def _figure(figure: Figure, programme: Programme, day: date | None) -> FigureShown:
    values = figure.values if day is None else (figure.on(day),)
    lines = [ValueShown(value.starts, value.cite, _lines(figure, value.value, programme)) for value in values]
    return FigureShown(figure.id, words(figure.text), figure.cite, figure.verified, words(figure.note), lines, _own(figure, programme, day))


def _own(figure: Figure, programme: Programme, day: date | None) -> list[OwnShown]:
    """Give what provinces have set for a figure, all of it or what holds on a day."""
    rules = (
        [rule for dated in programme.provinces.values() for rule in dated]
        if day is None
        else [rule for code in programme.provinces if (rule := programme.rule_of(code, day))]
    )
    return [OwnShown(words(rule.name), _one(figure, rule.values[figure.id], programme), rule.starts, rule.cite) for rule in rules if figure.id in rule.values]


def _lines(figure: Figure, value: Any, programme: Programme) -> list[tuple[str, str]]:
    if not isinstance(value, Mapping):
        return [("", _one(figure, value, programme))]
    return [(_whom(code, figure.by, programme), _one(figure, held, programme)) for code, held in value.items()]


def _one(figure: Figure, value: Any, programme: Programme) -> str:
    if value == "any" or (isinstance(value, Sequence) and not isinstance(value, str)):
        return gettext("không giới hạn") if value == "any" else ", ".join(_code(code, figure.of, programme) for code in value) or gettext("không có")
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, int):
        return vnd(value) if figure.kind == "money" else number(value)
    return _code(str(value), figure.of or figure.by, programme)


def _whom(code: str, by: str, programme: Programme) -> str:
    if code == "otherwise":
        return gettext("Nơi chưa có quyết định riêng") if by == "province" else gettext("Các trường hợp khác")
    return _code(code, by, programme)


def _code(code: str, fact: str, programme: Programme) -> str:
    """Name a code of a fact: by the law's own words, or as a province."""
    choices: Mapping[str, Text] = programme.facts[fact].choices if fact in programme.facts else {}
    if code in choices:
        return words(choices[code])
    return dict(provinces()).get(code, code) if fact == "province" else code
