"""From a policy's dated entries to its versions: conditions and components as they stand from each day on which something changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ansinh.policy.language.evaluate import compiled, compiled_wants
from ansinh.policy.language.nodes import Constant, Fact, Kind, Node, facts_in
from ansinh.policy.language.parse import Reader, RuleFault, lookup
from ansinh.policy.programme import Component, Condition, Version
from ansinh.policy.yaml_files import Entry

if TYPE_CHECKING:
    from ansinh.policy.programme import FactDefinition

ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
MARKS = ("text", "cite", "verified", "note")
HELD_AS: dict[Kind, type] = {Kind.BOOL: bool, Kind.INT: int, Kind.MONEY: int, Kind.DATE: date, Kind.CODE: str}


def versions(file: Entry, facts: Mapping[str, FactDefinition], parameters: Entry, starts: date) -> tuple[Version, ...]:
    """Give the versions of a policy's file, the first from `starts` on. Raises `LawFault` at the first fault."""
    parts = {key: [_dated(entry) for entry in file.entries(key)] for key in ("conditions", "components")}
    values = {name: _values(parameters.need(name, Entry), starts) for name in parameters}
    days = {day for entries in parts.values() for entry in entries for version in entry for day in (version.get("from"), version.get("until")) if day}
    days |= {value["from"] for dated in values.values() for value in dated}
    return tuple(_version(file, day, facts, parameters, parts) for day in sorted({starts, *(day for day in days if day > starts)}))


def text(entry: Entry, key: str) -> dict[str, str]:
    """Give a text in both languages; raises `LawFault` when one is missing or empty."""
    both = entry.need(key, Entry)
    both.only("vi", "en")
    for language in ("vi", "en"):
        if not both.need(language).strip():
            raise both.fault(f"“{language}” is empty", language)
    return {"vi": both["vi"], "en": both["en"]}


def noted(entry: Entry) -> dict[str, str]:
    """Give an entry's note in both languages, one text standing for both; empty where there is none. Raises `LawFault`."""
    if isinstance(entry.get("note"), Entry):
        return text(entry, "note")
    only = entry.may("note", str, "").strip()
    return {"vi": only, "en": only} if only else {}


def kind_of(entry: Entry) -> Kind:
    """Give the type an entry names; raises `LawFault` for one the language has not."""
    name = entry.need("kind")
    if name not in list(Kind):
        raise entry.fault(f"“{name}” is no type; known are {', '.join(Kind)}", "kind")
    return Kind(name)


def _version(file: Entry, day: date, facts: Mapping[str, FactDefinition], parameters: Entry, parts: Mapping[str, list[list[Entry]]]) -> Version:
    names: dict[str, Node] = {name: Fact(name, fact.kind, fact.codes) for name, fact in facts.items()}
    for name in parameters:
        if name in names:
            raise parameters.fault(f"“{name}” is already a fact", name)
        names[name] = _parameter(name, parameters[name], day, names)
    let = file.may("let", Entry, {})
    for name, rule in let.items():
        if name in names:
            raise let.fault(f"“{name}” is already a fact, parameter or definition", name)
        names[name] = _rule(let, name, rule, names, None)
    conditions = tuple(_condition(entry, names) for entry in _in_force(file, "conditions", parts, day))
    components = tuple(_component(entry, names) for entry in _in_force(file, "components", parts, day))
    verified = all(part.verified for part in conditions) and all(part.verified for part in components)
    return Version(day, conditions, components, file.need("cite"), verified)


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
        before.setdefault("until", later["from"])
    return found


def _values(entry: Entry, starts: date) -> list[Entry]:
    """Give a parameter's values in order of their days; raises `LawFault` when the first day of the programme has none."""
    found = entry.entries("values")
    days = [value.need("from", date) for value in found]
    if days != sorted(set(days)):
        raise entry.fault("the values stand in the order of their days, each day once", "values")
    if not days or days[0] > starts:
        raise entry.fault(f"there is no value for {starts}, the first day of the programme", "values")
    return found


def _parameter(name: str, entry: Entry, day: date, names: Mapping[str, Node]) -> Node:
    entry.only("kind", "by", "values", *MARKS)
    _marks(entry)
    kind = kind_of(entry)
    value = [value for value in entry["values"] if value["from"] <= day][-1]
    value.only("from", "value", "cite", "note")
    if "by" not in entry:
        return Constant(value.need("value", HELD_AS[kind]), kind, name)
    by = names.get(entry.need("by"))
    if not isinstance(by, Fact) or by.kind is not Kind.CODE:
        raise entry.fault(f"“{entry['by']}” is no fact that holds a code", "by")
    table = value.need("value", Entry)
    for code in table:
        if code != "otherwise" and by.codes and code not in by.codes:
            raise table.fault(f"“{by.name}” is never “{code}”", code)
    made = lookup(by, {code: table.need(code, int) for code in table if code != "otherwise"}, table.may("otherwise", int), kind)
    return replace(made, figure=name)


def _marks(entry: Entry) -> dict[str, Any]:
    cite, verified = entry.need("cite"), entry.need("verified", bool)
    if not cite.strip():
        raise entry.fault("“cite” is empty: name the article", "cite")
    note = noted(entry)
    if not verified and not note:
        raise entry.fault("what is not verified says in “note” what must be confirmed", "verified")
    return {"text": text(entry, "text"), "cite": cite, "verified": verified, "note": note}


def _condition(entry: Entry, names: Mapping[str, Node]) -> Condition:
    entry.only("id", "from", "until", "when", *MARKS)
    rule = _rule(entry, "when", entry.need("when"), names, Kind.BOOL)
    return Condition(id=_id(entry), rule=rule, run=compiled(rule), wants=compiled_wants(rule), facts=facts_in(rule), **_marks(entry))


def _component(entry: Entry, names: Mapping[str, Node]) -> Component:
    entry.only("id", "from", "until", "base", "due", "amount", *MARKS)
    amount = _rule(entry, "amount", str(entry.need("amount", (str, int))), names, Kind.MONEY)
    due = _rule(entry, "due", entry["due"], names, Kind.BOOL) if "due" in entry else None
    used = dict.fromkeys((*(facts_in(due) if due else ()), *facts_in(amount)))
    return Component(
        id=_id(entry),
        base=entry.may("base", bool, default=False),
        due=due,
        is_due=compiled(due) if due else None,
        due_wants=compiled_wants(due) if due else None,
        amount=amount,
        run=compiled(amount),
        wants=compiled_wants(amount),
        facts=tuple(used),
        **_marks(entry),
    )


def _id(entry: Entry) -> str:
    name = entry.need("id")
    if not ID.fullmatch(name):
        raise entry.fault(f"“{name}” is no id: small letters, digits and _", "id")
    return str(name)


def _rule(entry: Entry, key: str, rule: object, names: Mapping[str, Node], kind: Kind | None) -> Node:
    if not isinstance(rule, str):
        raise entry.fault(f"“{key}” is a rule in words of the language", key)
    try:
        return Reader(names).read(rule, kind)
    except RuleFault as fault:
        raise entry.fault(f"“{key}”, column {fault.column}: {fault}", key) from fault
