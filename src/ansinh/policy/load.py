"""From a programme's files to a programme: every entry typed, cited, dated, or refused with file, line and reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ansinh.policy.language.evaluate import compiled, compiled_wants
from ansinh.policy.language.nodes import Constant, Fact, Kind, Node, facts_in
from ansinh.policy.language.parse import Reader, RuleFault, lookup
from ansinh.policy.load_procedure import procedures
from ansinh.policy.programme import Component, Condition, FactDefinition, Policy, Programme, Version
from ansinh.policy.yaml_files import Entry, LawFault, read_entry

__all__ = ["LawFault", "load_from", "load_programme", "programme_names"]

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
NAME = re.compile(r"[a-z0-9_]{1,20}")
MARKS = ("text", "cite", "verified", "note")


@cache
def load_programme(name: str = "nq68") -> Programme:
    """Give a programme by its name. Raises `LawFault` for one that is unknown or at fault."""
    if not NAME.fullmatch(name) or not (PROGRAMMES / name / "programme.yaml").is_file():
        raise LawFault(name[:40], 1, f"there is no such programme; known are {', '.join(programme_names())}")
    return load_from(PROGRAMMES / name)


def programme_names() -> list[str]:
    """Name the programmes that are there."""
    return sorted(folder.parent.name for folder in PROGRAMMES.glob("*/programme.yaml"))


def load_from(folder: Path) -> Programme:
    """Read a programme from a folder of files. Raises `LawFault` at the first fault."""
    head = read_entry(folder / "programme.yaml")
    head.only("id", "name", "starts", "groups", "policies", "parameters")
    facts = _facts(read_entry(folder / "facts.yaml"))
    groups = {name: text(head.need("groups", Entry), name) for name in head.need("groups", Entry)}
    parameters = head.need("parameters", Entry)
    policies = tuple(
        _policy(read_entry(folder / f"{_file_name(head, name)}.yaml"), name, facts, head, order) for order, name in enumerate(head.need("policies", list))
    )
    return Programme(head.need("id"), text(head, "name"), head.need("starts", date), _content_hash(folder), facts, policies, groups, parameters)


def text(entry: Entry, key: str) -> dict[str, str]:
    """Give a text in both languages; raises `LawFault` when one is missing."""
    both = entry.need(key, Entry)
    both.only("vi", "en")
    return {"vi": both.need("vi"), "en": both.need("en")}


def _file_name(head: Entry, name: object) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise head.fault(f"“{name}” is no policy's name", "policies")
    return name


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _facts(file: Entry) -> dict[str, FactDefinition]:
    found = {}
    for name, entry in file.items():
        if not ID.fullmatch(name) or not isinstance(entry, Entry):
            raise file.fault(f"“{name}” must be a word with its definition", name)
        entry.only("kind", "question", "help", "choices", "codes", "unit", "ask", "whole_month")
        kind = _kind(entry)
        choices = {code: text(entry.need("choices", Entry), code) for code in entry.get("choices", {})}
        found[name] = FactDefinition(
            name,
            kind,
            text(entry, "question"),
            text(entry, "help") if "help" in entry else {},
            choices,
            entry.get("unit", ""),
            bool(entry.get("ask", True)),
            _codes(entry, choices),
            bool(entry.get("whole_month", False)),
        )
    return found


def _codes(entry: Entry, choices: Mapping[str, Any]) -> frozenset[str]:
    """Give the codes a fact may hold: those of its choices, or a bare list of them where another register has the names."""
    codes = entry.get("codes", list(choices))
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise entry.fault("“codes” is a list of codes in quotes", "codes")
    return frozenset(codes)


def _kind(entry: Entry) -> Kind:
    try:
        return Kind(entry.need("kind"))
    except ValueError as error:
        raise entry.fault(f"“{entry['kind']}” is no type; known are {', '.join(Kind)}", "kind") from error


def _policy(file: Entry, name: str, facts: Mapping[str, FactDefinition], head: Entry, order: int) -> Policy:
    file.only("id", "number", "name", "summary", "pays", "groups", "cite", "complain", "let", "conditions", "components", "procedures")
    if file.need("id") != name:
        raise file.fault(f"the file of {name} speaks of {file['id']}", "id")
    for group in file.get("groups", []):
        if group not in head["groups"]:
            raise file.fault(f"“{group}” is no exclusive group of the programme", "groups")
    if file.need("pays") not in ("cash", "relief"):
        raise file.fault("“pays” is cash or relief", "pays")
    starts = head.need("starts", date)
    days = sorted({starts, *_days(file.get("conditions"), starts), *_days(file.get("components"), starts), *_parameter_days(head["parameters"], starts)})
    versions = tuple(_version(file, day, facts, head) for day in days)
    return Policy(
        name, file.need("number"), text(file, "name"), text(file, "summary"), file["pays"], tuple(file.get("groups", [])), file.need("cite"), versions,
        procedures(file, starts), order, text(file, "complain") if "complain" in file else {},
    )  # fmt: skip


def _days(entries: object, starts: date) -> set[date]:
    found = set()
    for entry in entries if isinstance(entries, list) else []:
        for version in entry.get("versions", [entry]) if isinstance(entry, Entry) else []:
            found |= {day for key in ("from", "until") if isinstance(day := version.get(key, starts), date)}
    return {day for day in found if day >= starts}


def _parameter_days(parameters: Entry, starts: date) -> set[date]:
    return {day for entry in parameters.values() for value in entry.get("values", []) if isinstance(day := value.get("from"), date) and day >= starts}


def _version(file: Entry, day: date, facts: Mapping[str, FactDefinition], head: Entry) -> Version:
    names: dict[str, Node] = {name: Fact(name, fact.kind, fact.codes) for name, fact in facts.items()}
    names |= {name: _parameter(head["parameters"].need(name, Entry), day, names) for name in head["parameters"]}
    for name, rule in file.get("let", {}).items():
        if name in names:
            raise file["let"].fault(f"“{name}” is already a fact, parameter or definition", name)
        names[name] = _rule(file["let"], name, rule, names, None)
    reader_names = dict(names)
    conditions = tuple(_condition(entry, reader_names) for entry in _in_force(file, "conditions", day))
    components = tuple(_component(entry, reader_names) for entry in _in_force(file, "components", day))
    for kind, ids in {"conditions": [part.id for part in conditions], "components": [part.id for part in components]}.items():
        if not ids:
            raise file.fault(f"no {kind} are in force on {day}", kind)
        if len(set(ids)) != len(ids):
            raise file.fault(f"an id stands twice among the {kind} in force on {day}", kind)
    verified = all(part.verified for part in conditions) and all(part.verified for part in components)
    return Version(day, conditions, components, file["cite"], verified)


def _in_force(file: Entry, key: str, day: date) -> list[Entry]:
    found = []
    for entry in file.need(key, list):
        if not isinstance(entry, Entry):
            raise file.fault(f"each of the {key} is a mapping", key)
        current = [version for version in _dated(entry) if version.get("from", date.min) <= day < version.get("until", date.max)]
        found += current
    return found


def _dated(entry: Entry) -> list[Entry]:
    if "versions" not in entry:
        return [entry]
    versions: list[Entry] = []
    for version in entry.need("versions", list):
        if not isinstance(version, Entry):
            raise entry.fault("each version is a mapping", "versions")
        version.need("from", date)
        merged = Entry({**{key: value for key, value in entry.items() if key != "versions"}, **version})
        merged.file, merged.line, merged.lines = entry.file, version.line, {**entry.lines, **version.lines}
        _follow(versions, merged)
        versions.append(merged)
    return versions


def _follow(versions: list[Entry], later: Entry) -> None:
    """End the version before where the next begins; raises `LawFault` when they overlap or stand out of order."""
    if not versions:
        return
    before = versions[-1]
    if later["from"] <= before["from"] or before.get("until", later["from"]) > later["from"]:
        raise later.fault(f"the version from {later['from']} overlaps the one from {before['from']}", "from")
    before.setdefault("until", later["from"])


def _parameter(entry: Entry, day: date, names: Mapping[str, Node]) -> Node:
    entry.only("kind", "by", "values", *MARKS)
    _marks(entry)
    kind = _kind(entry)
    values = [value for value in entry.need("values", list) if value.need("from", date) <= day]
    value = values[-1] if values else entry.need("values", list)[0]
    if "by" not in entry:
        return Constant(value.need("value", (int, date)), kind)
    by = names.get(entry.need("by"))
    if not isinstance(by, Fact) or by.kind is not Kind.CODE:
        raise entry.fault(f"“{entry['by']}” is no fact that holds a code", "by")
    table = value.need("value", Entry)
    for code in table:
        if code != "otherwise" and by.codes and code not in by.codes:
            raise table.fault(f"“{by.name}” is never “{code}”", code)
    return lookup(by, {code: table.need(code, int) for code in table if code != "otherwise"}, table.get("otherwise"), kind)


def _marks(entry: Entry) -> dict[str, Any]:
    cite, verified = entry.need("cite"), entry.need("verified", bool)
    if not cite.strip():
        raise entry.fault("“cite” is empty: name the article", "cite")
    if not verified and not str(entry.get("note", "")).strip():
        raise entry.fault("what is not verified says in “note” what must be confirmed", "verified")
    return {"text": text(entry, "text"), "cite": cite, "verified": verified, "note": entry.get("note", "")}


def _condition(entry: Entry, names: Mapping[str, Node]) -> Condition:
    entry.only("id", "from", "until", "when", *MARKS)
    rule = _rule(entry, "when", entry.need("when"), names, Kind.BOOL)
    return Condition(id=_id(entry), rule=rule, run=compiled(rule), wants=compiled_wants(rule), facts=facts_in(rule), **_marks(entry))


def _component(entry: Entry, names: Mapping[str, Node]) -> Component:
    entry.only("id", "from", "until", "base", "due", "amount", *MARKS)
    amount = _rule(entry, "amount", str(entry.need("amount", (str, int))), names, Kind.MONEY)
    due = _rule(entry, "due", entry.need("due"), names, Kind.BOOL) if "due" in entry else None
    used = dict.fromkeys((*(facts_in(due) if due else ()), *facts_in(amount)))
    return Component(
        id=_id(entry),
        base=bool(entry.get("base", False)),
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
