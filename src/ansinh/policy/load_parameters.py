"""The law's figures: each with the days it holds from, one for all or by a code, and by province where provinces may set their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ansinh.policy.facts import CODE, LARGEST
from ansinh.policy.language.code_lists import Codes
from ansinh.policy.language.nodes import NUMBERS, Constant, Fact, Kind, Node, Value
from ansinh.policy.language.parse import lookup
from ansinh.policy.load_marks import HELD_AS, MARKS, kind_of, marks
from ansinh.policy.programme import ProvinceRule
from ansinh.policy.yaml_files import Entry

PROVINCE = "province"
"""The fact by which a figure may differ from province to province."""
OTHERWISE, ANY = "otherwise", "any"
RULES = ("let", "when", "due", "amount")
WORD = re.compile(r"\w+")
Listed = tuple[str, ...] | None


@dataclass(frozen=True)
class Figures:
    """All parameters of a programme, and what provinces have set for themselves."""

    entries: Entry
    rules: Mapping[str, Sequence[ProvinceRule]]
    starts: date

    def days(self) -> set[date]:
        """Give every day on which a figure changes. Raises `LawFault` for values out of order or none on the first day."""
        own = {value["from"] for name in self.entries for value in _values(self.entries.need(name, Entry), self.starts)}
        return own | {rule.starts for rules in self.rules.values() for rule in rules}

    def on(self, day: date, facts: Mapping[str, Node]) -> dict[str, Node | Codes]:
        """Give each figure as it stands on a day. Raises `LawFault` for one that is a fact's namesake or of the wrong type."""
        found: dict[str, Node | Codes] = {}
        for name in self.entries:
            if name in facts:
                raise self.entries.fault(f"“{name}” is already a fact", name)
            found[name] = self._figure(name, self.entries[name], day, facts)
        return found

    def set_by_provinces(self, file: Entry) -> frozenset[str]:
        """Name the figures in a policy's rules that a province may set for itself."""
        return frozenset(word for rule in _rules(file) for word in WORD.findall(rule) if self.entries.get(word, {}).get("by") == PROVINCE)

    def _figure(self, name: str, entry: Entry, day: date, facts: Mapping[str, Node]) -> Node | Codes:
        entry.only("kind", "by", "of", "least", "values", *MARKS)
        marks(entry)
        value = [value for value in entry["values"] if value["from"] <= day][-1]
        value.only("from", "value", "cite", "note")
        by = _code_fact(entry, "by", facts) if "by" in entry else None
        provinces = [(code, rule.values) for code, rule in self._in_force(day) if name in rule.values] if by and by.name == PROVINCE else []
        if entry.need("kind") == "codes":
            return _codes(name, value, by, _code_fact(entry, "of", facts), provinces)
        kind = kind_of(entry)
        if by is None:
            return Constant(_held(entry, value, "value", kind), kind, name)
        table = value.need("value", Entry)
        named: dict[str, Value] = {code: _held(entry, table, code, kind) for code in _possible(table, by) if code != OTHERWISE}
        named |= {code: _held(entry, values, name, kind) for code, values in provinces}
        otherwise = _held(entry, table, OTHERWISE, kind) if OTHERWISE in table else None
        return replace(lookup(by, named, otherwise, kind), figure=name)

    def _in_force(self, day: date) -> list[tuple[str, ProvinceRule]]:
        dated = [(code, [rule for rule in rules if rule.starts <= day]) for code, rules in self.rules.items()]
        return [(code, rules[-1]) for code, rules in dated if rules]


def _rules(found: object, key: str = "") -> Iterator[str]:
    """Give every rule that stands in an entry, at whatever depth."""
    if isinstance(found, Entry):
        for name, value in found.items():
            yield from _rules(value, key if key == "let" else name)
    elif isinstance(found, list):
        for value in found:
            yield from _rules(value, key)
    elif isinstance(found, str) and key in RULES:
        yield found


def _values(entry: Entry, starts: date) -> list[Entry]:
    """Give a parameter's values in order of their days; raises `LawFault` when the first day of the programme has none."""
    found = entry.entries("values")
    days = [value.need("from", date) for value in found]
    if days != sorted(set(days)):
        raise entry.fault("the values stand in the order of their days, each day once", "values")
    if not days or days[0] > starts:
        raise entry.fault(f"there is no value for {starts}, the first day of the programme", "values")
    return found


def _code_fact(entry: Entry, key: str, facts: Mapping[str, Node]) -> Fact:
    found = facts.get(entry.need(key))
    if not isinstance(found, Fact) or found.kind is not Kind.CODE:
        raise entry.fault(f"“{entry[key]}” is no fact that holds a code", key)
    return found


def _possible(table: Entry, by: Fact) -> Entry:
    for code in table:
        if code != OTHERWISE and by.codes and code not in by.codes:
            raise table.fault(f"“{by.name}” is never “{code}”", code)
    return table


def _held(entry: Entry, table: Entry, key: str, kind: Kind) -> Value:
    """Give one value of a parameter; raises `LawFault` for one of another type or below what the law of the land sets."""
    value: Value = table.need(key, HELD_AS[kind])
    if kind is Kind.CODE and not CODE.fullmatch(str(value)):
        raise table.fault(f"“{value}” is no code: letters, digits and _, at most 20", key)
    if kind in NUMBERS and abs(int(value)) > LARGEST:  # type: ignore[arg-type] # a number by its kind
        raise table.fault(f"{value} is larger than any figure of a law", key)
    least = entry.may("least", int)
    if least is not None:
        if kind not in NUMBERS:
            raise entry.fault("“least” is for numbers", "least")
        if int(value) < least:  # type: ignore[arg-type] # a number by its kind
            raise table.fault(f"{value} is less than {least}, the least that {entry['cite']} allows", key)
    return value


def _codes(name: str, value: Entry, by: Fact | None, of: Fact, provinces: Sequence[tuple[str, Entry]]) -> Codes:
    if by is None:
        return Codes(of, None, (), _listed(value, "value", of))
    table = _possible(value.need("value", Entry), by)
    if OTHERWISE not in table:
        raise table.fault("a list of codes says in “otherwise” what holds for all others: a list, or any")
    named = {code: _listed(table, code, of) for code in table if code != OTHERWISE}
    named |= {code: _listed(values, name, of) for code, values in provinces}
    return Codes(of, by, tuple(sorted(named.items(), key=lambda pair: pair[0])), _listed(table, OTHERWISE, of))


def _listed(table: Entry, key: str, of: Fact) -> Listed:
    """Give a list of codes, or nothing for `any`; raises `LawFault` for a code that the fact never holds."""
    if table[key] == ANY:
        return None
    codes = table.words(key)
    for code in codes:
        if of.codes and code not in of.codes:
            raise table.fault(f"“{of.name}” is never “{code}”; it may be {', '.join(sorted(of.codes))}", key)
    return tuple(codes)
