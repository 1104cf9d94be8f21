"""From a policy's dated entries to its versions: conditions and components as they stand from each day on which something changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ansinh.policy.language.code_lists import Codes
from ansinh.policy.language.evaluate import compiled, compiled_wants
from ansinh.policy.language.nodes import Constant, Fact, Kind, Node, facts_in
from ansinh.policy.language.parse import Names, Reader, RuleFault
from ansinh.policy.language.settled import settled
from ansinh.policy.load_marks import MARKS, marks, named
from ansinh.policy.load_promises import meant_by, most_of
from ansinh.policy.programme import Component, Condition, Version
from ansinh.policy.yaml_files import Entry

if TYPE_CHECKING:
    from ansinh.policy.load_parameters import Figures
    from ansinh.policy.programme import FactDefinition

WORD = re.compile(r"\w+")
MET_BY_ALL = Constant(value=True, kind=Kind.BOOL)
"""What a condition comes to that no figure makes use of, as a province's list of jobs where no province has one: it asks nothing."""


def versions(file: Entry, facts: Mapping[str, FactDefinition], figures: Figures) -> tuple[Version, ...]:
    """Give the versions of a policy's file, the first from the programme's first day on. Raises `LawFault` at the first fault."""
    parts = {key: [_dated(entry) for entry in file.entries(key)] for key in ("conditions", "components")}
    days = {day for entries in parts.values() for entry in entries for version in entry for day in (version.get("from"), version.get("until")) if day}
    later = {day for day in days | figures.days() if day > figures.starts}
    return tuple(_version(file, day, facts, figures, parts) for day in sorted({figures.starts, *later}))


def _version(file: Entry, day: date, facts: Mapping[str, FactDefinition], figures: Figures, parts: Mapping[str, list[list[Entry]]]) -> Version:
    told: dict[str, Node] = {name: Fact(name, fact.kind, fact.codes) for name, fact in facts.items()}
    names: dict[str, Node | Codes] = {**told, **figures.on(day, told)}
    let = file.may("let", Entry, {})
    for name, rule in let.items():
        if name in names:
            raise let.fault(f"“{name}” is already a fact, parameter or definition", name)
        names[name] = _rule(let, name, rule, names, None)
    asked = [_condition(entry, names) for entry in _in_force(file, "conditions", parts, day)]
    conditions = tuple(condition for condition in asked if condition.rule != MET_BY_ALL)
    components = tuple(_component(entry, names) for entry in _in_force(file, "components", parts, day))
    verified = all(part.verified for part in conditions) and all(part.verified for part in components)
    most = most_of(file, lambda entry: _amount(entry, names))
    return Version(day, conditions, components, file.need("cite"), verified, most)


def _in_force(file: Entry, key: str, parts: Mapping[str, list[list[Entry]]], day: date) -> list[Entry]:
    found = [version for entry in parts[key] for version in entry if version.get("from", date.min) <= day < version.get("until", date.max)]
    if not found:
        raise file.fault(f"no {key} are in force on {day}", key)
    names = [entry.get("id") for entry in found]
    if len(set(names)) != len(names):
        raise file.fault(f"an id stands twice among the {key} in force on {day}", key)
    return found


def _dated(entry: Entry) -> list[Entry]:
    """Give an entry's versions in order, each ended where the next begins; raises `LawFault` when they overlap."""
    found: list[Entry] = []
    for version in entry.entries("versions") if "versions" in entry else [entry]:
        merged = Entry({**{key: value for key, value in entry.items() if key != "versions"}, **version})
        merged.file, merged.line, merged.lines = entry.file, version.line, {**entry.lines, **version.lines}
        merged.need("id")
        if "versions" in entry:
            version.need("from", date)
        if merged.may("from", date, date.min) >= merged.may("until", date, date.max):
            raise merged.fault("ends before it begins", "until")
        found.append(merged)
    for before, later in pairwise(found):
        if later["from"] <= before["from"] or before.get("until", later["from"]) > later["from"]:
            raise later.fault(f"the version from {later['from']} overlaps the one from {before['from']}", "from")
        if before.setdefault("until", later["from"]) < later["from"]:
            raise later.fault(f"there is a gap: the version from {before['from']} ends on {before['until']}, the next begins on {later['from']}", "from")
    return found


def _condition(entry: Entry, names: Names) -> Condition:
    entry.only("id", "from", "until", "when", "takes_away", *MARKS)
    written = _rule(entry, "when", entry.need("when"), names, Kind.BOOL)
    if not facts_in(written) and not any(isinstance(names.get(word), Codes) for word in WORD.findall(entry["when"])):
        raise entry.fault("the condition rests on no fact: it says the same of everybody", "when")
    rule = settled(written)
    return Condition(
        id=named(entry), rule=rule, run=compiled(rule), wants=compiled_wants(rule), facts=facts_in(rule), takes_away=meant_by(entry), **marks(entry)
    )


def _component(entry: Entry, names: Names) -> Component:
    entry.only("id", "from", "until", "base", "due", "amount", "takes_away", *MARKS)
    amount = _amount(entry, names)
    due = settled(_rule(entry, "due", entry["due"], names, Kind.BOOL)) if "due" in entry else None
    used = dict.fromkeys((*(facts_in(due) if due else ()), *facts_in(amount)))
    return Component(
        id=named(entry),
        base=entry.may("base", bool, default=False),
        due=due,
        is_due=compiled(due) if due else None,
        due_wants=compiled_wants(due) if due else None,
        amount=amount,
        run=compiled(amount),
        wants=compiled_wants(amount),
        facts=tuple(used),
        takes_away=meant_by(entry),
        **marks(entry),
    )


def _amount(entry: Entry, names: Names) -> Node:
    return settled(_rule(entry, "amount", str(entry.need("amount", (str, int))), names, Kind.MONEY))


def _rule(entry: Entry, key: str, rule: object, names: Names, kind: Kind | None) -> Node:
    if not isinstance(rule, str):
        raise entry.fault(f"“{key}” is a rule in words of the language", key)
    try:
        return Reader(names).read(rule, kind)
    except RuleFault as fault:
        raise entry.fault(f"“{key}”, column {fault.column}: {fault}", key) from fault
