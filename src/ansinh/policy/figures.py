"""The figures of a programme as its readers ask for them: what each is, since when, under which article, and whether it is verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ansinh.policy.language.nodes import Value
from ansinh.policy.load_marks import noted, text

if TYPE_CHECKING:
    from ansinh.policy.programme import Programme, Text

Held = Value | Sequence[str] | Mapping[str, Value | Sequence[str]]
"""A value, a list of codes, or one of these for each code; `otherwise` stands for the codes not named, `any` for whatever code."""


@dataclass(frozen=True)
class DatedValue:
    """What a figure is from a day on; `cite` is its own article."""

    starts: date
    value: Held
    cite: str


@dataclass(frozen=True)
class Figure:
    """A parameter of the law with its values in order of their days; `by` names the fact whose code picks the value.

    `kind` is a type of the language, or `codes` for a list of codes of the fact `of`.
    """

    id: str
    text: Text
    kind: str
    by: str
    of: str
    cite: str
    verified: bool
    note: Text
    values: tuple[DatedValue, ...]

    def on(self, day: date) -> DatedValue:
        """Give the value in force on a day; before the first, the first."""
        return next((value for value in reversed(self.values) if value.starts <= day), self.values[0])


def figures(programme: Programme) -> tuple[Figure, ...]:
    """Give the figures of a programme in the order of its file."""
    return tuple(
        Figure(
            id=name,
            text=text(entry, "text"),
            kind=entry["kind"],
            by=entry.get("by", ""),
            of=entry.get("of", ""),
            cite=entry["cite"],
            verified=entry["verified"],
            note=noted(entry),
            values=tuple(DatedValue(value["from"], value["value"], value.get("cite", entry["cite"])) for value in entry["values"]),
        )
        for name, entry in programme.parameters.items()
    )
