"""What a what-if run found, as a document for machines and as a page for a terminal, in Vietnamese or English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from ansinh.doors.cli.what_if_words import WORDS
from ansinh.policy.what_if import TOTAL

if TYPE_CHECKING:
    from ansinh.policy.population.two_laws import Vocabulary
    from ansinh.policy.programme import Programme
    from ansinh.policy.what_if import Comparison, Example, Figures

Document = dict[str, Any]
Names = Mapping[str, str]
LONGEST_NAME = 30


def document(found: Comparison, in_force: Programme, draft: Programme, *, as_of: date, scale: float, words: Vocabulary) -> Document:
    """Give everything found as one document. Figures are those of the rows asked times `scale`, rounded; examples are rows as they are."""
    return {
        "programme": in_force.id,
        "as_of": as_of.isoformat(),
        "law_version": {"in_force": in_force.law_version, "draft": draft.law_version},
        "rows": found.rows,
        "scale": scale,
        "stands_for": round(found.rows * scale),
        "facts": {"only_in_force": list(words.only_in_force), "only_draft": list(words.only_draft)},
        "total": _item(found, TOTAL, scale),
        "policies": [{"policy": name, "pays": pays, **_item(found, name, scale)} for name, pays in found.policies.items()],
    }


def page(told: Document, language: str, *, policies: Names, provinces: Names, groups: Names) -> str:
    """Give a document as a page: policies, provinces, groups, examples, and what must be said of the figures. Names stand beside codes."""
    words = WORDS[language]
    alone = told["policies"][0] if len(told["policies"]) == 1 else None
    shown = alone or told["total"]
    lines = [*_head(told, language), ""]
    by_policy = [(_named(one["policy"], policies, starred=one["pays"] != "cash"), one) for one in told["policies"]]
    lines += _table(words["policy"], by_policy if alone else [*by_policy, (words["total"], told["total"])], language)
    by_province = [(_named(part["province"], provinces) or words["not_told"], part) for part in shown["by_province"]]
    by_group = [(groups.get(part["group"], part["group"]) or words["not_told"], part) for part in shown["by_group"]]
    lines += ["", *_table(words["province"], by_province, language), "", *_table(words["group"], by_group, language)]
    lines += ["", *_people(shown["examples"], language), *_notes(told, shown, language)]
    return "\n".join(lines)


def _head(told: Document, language: str) -> list[str]:
    day = date.fromisoformat(told["as_of"])
    values = {
        "programme": told["programme"],
        "day": f"{day:%d/%m/%Y}" if language == "vi" else day.isoformat(),
        "old": told["law_version"]["in_force"][:12],
        "new": told["law_version"]["draft"][:12],
        "rows": _number(told["rows"], language),
        "scale": _number(told["scale"], language),
        "stands_for": _number(told["stands_for"], language),
    }
    said = "counted" if told["scale"] == 1 else "scaled"
    return [WORDS[language][line].format(**values) for line in ("title", "versions", said)]


def _table(title: str, rows: Sequence[tuple[str, Document]], language: str) -> list[str]:
    """Lay out figures: people and cost before, after and their difference, then winners and losers."""
    words = WORDS[language]
    heads = [
        title,
        *[f"{words[what]} {words[when]}" for what in ("people", "cost") for when in ("before", "after", "difference")],
        words["winners"],
        words["losers"],
    ]
    cells = [[name, *[_number(value, language, sign=sign) for value, sign in _values(one)]] for name, one in rows]
    widths = [max(len(row[place]) for row in [heads, *cells]) for place in range(len(heads))]
    laid = [[row[0].ljust(widths[0]), *[cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]] for row in [heads, *cells]]
    lines = ["  ".join(row).rstrip() for row in laid]
    return [lines[0], "-" * max(map(len, lines)), *lines[1:]]


def _values(one: Document) -> list[tuple[int, bool]]:
    changes = [(one[what][when], when == "difference") for what in ("people", "cost") for when in ("before", "after", "difference")]
    return [*changes, (one["winners"], False), (one["losers"], False)]


def _people(examples: Document, language: str) -> list[str]:
    """Name some winners and losers, each with what she had and would have."""
    return [
        WORDS[language][what].format(id=one["id"], before=_number(one["before"], language), after=_number(one["after"], language))
        for what, found in (("a_winner", examples["winners"]), ("a_loser", examples["losers"]))
        for one in found
    ]


def _notes(told: Document, shown: Document, language: str) -> list[str]:
    """Say what the figures do not show by themselves."""
    words, notes = WORDS[language], []
    if any(one["pays"] != "cash" for one in told["policies"]):
        notes.append(words["not_cash"])
    if shown["mixed"]:
        notes.append(words["mixed"].format(mixed=_number(shown["mixed"], language)))
    if shown["undetermined"]["before"] or shown["undetermined"]["after"]:
        notes.append(words["undetermined"].format(**{side: _number(shown["undetermined"][side], language) for side in ("before", "after")}))
    if told["population"]["plain"]:
        notes.append(words["plain"].format(facts=", ".join(told["population"]["plain"])))
    notes += [words[side].format(facts=", ".join(names)) for side, names in told["facts"].items() if names]
    return ["", *notes] if notes else []


def _named(code: str, names: Names, *, starred: bool = False) -> str:
    """Give a code with its name, cut where it would push the figures off the screen."""
    name = names.get(code, "")
    cut = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"
    return " ".join(part for part in (code, cut, "*" if starred else "") if part)


def _number(value: float, language: str, *, sign: bool = False) -> str:
    """Write a number as the language groups it, at most two places after the comma."""
    text = f"{value:{'+' if sign and value else ''},}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "vi" else text


def _item(found: Comparison, item: str, scale: float) -> Document:
    return {
        **_figures(found.figures(item).times(scale)),
        "by_province": [{"province": code, **_figures(part.times(scale))} for code, part in found.parts("province", item).items()],
        "by_group": [{"group": code, **_figures(part.times(scale))} for code, part in found.parts("group", item).items()],
        "examples": {"winners": _examples(found.winners[item]), "losers": _examples(found.losers[item])},
    }


def _figures(figures: Figures) -> Document:
    return {
        "people": _change(figures.people_before, figures.people_after),
        "cost": _change(figures.cost_before, figures.cost_after),
        "winners": figures.winners,
        "losers": figures.losers,
        "mixed": figures.mixed,
        "undetermined": _change(figures.undetermined_before, figures.undetermined_after),
    }


def _change(before: int, after: int) -> dict[str, int]:
    return {"before": before, "after": after, "difference": after - before}


def _examples(found: list[Example]) -> list[Document]:
    return [{"id": one.id, "before": one.before, "after": one.after} for one in found]
