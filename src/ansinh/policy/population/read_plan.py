"""From a programme's population file to a plan: each figure with its source or the mark that it must be confirmed, or refused with file and line."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ansinh.policy.facts import CODE
from ansinh.policy.language.nodes import Constant, Fact, Kind, Node
from ansinh.policy.language.parse import Reader, RuleFault
from ansinh.policy.load_marks import ID, text
from ansinh.policy.population.draws import Among, Bands, Chance, Draw, Form, Is, days_of
from ansinh.policy.population.plain import plain_column, plain_plan
from ansinh.policy.population.plan import AS_OF, GROUP, KIND, LIFE, Column, Group, Life, Plan
from ansinh.policy.yaml_files import Entry, read_entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ansinh.policy.programme import FactDefinition

FILE = "population/people.yaml"
FORMS = ("chance", "among", "bands", "is")
ONE = ("when", "most", *FORMS)
"""What one draw may say."""
MARKS = ("cite", "verified", "note")
NUMBERS = (int, float)


def read_plan(folder: Path, facts: Mapping[str, FactDefinition], *, as_of: date) -> Plan:
    """Give the plan of the programme in `folder` for a vocabulary, with days as on `as_of`; plain chance where it has no file.

    Raises `LawFault` with file, line and reason for a file at fault.
    """
    path = folder / FILE
    if not path.is_file():
        return plain_plan(facts, as_of=as_of)
    file = read_entry(path)
    file.only("unless_told", "kinds", "lives", "draws", "groups")
    kinds = {name: text(file.need("kinds", Entry), name) for name in file.need("kinds", Entry)}
    lives = tuple(_life(entry, name, kinds) for name, entry in _mappings(file, "lives"))
    names: dict[str, Node] = {
        AS_OF: Constant(as_of, Kind.DATE),
        LIFE: Fact(LIFE, Kind.CODE, frozenset(life.id for life in lives)),
        KIND: Fact(KIND, Kind.CODE, frozenset(kinds)),
    }
    columns = [_column(entry, name, facts, names, file) for name, entry in _mappings(file, "draws")]
    drawn = {column.name: column for column in columns}
    plain = tuple(name for name in facts if name not in drawn)
    columns += [plain_column(facts[name], as_of=as_of) for name in plain]
    return Plan(FILE, lives, kinds, tuple(columns), _groups(file, names), tuple(facts), plain)


def _mappings(file: Entry, key: str) -> list[tuple[str, Entry]]:
    found = file.need(key, Entry)
    for name, entry in found.items():
        if not ID.fullmatch(name) or not isinstance(entry, Entry):
            raise found.fault(f"“{name}” must be a word with what belongs to it", name)
    if not found:
        raise file.fault(f"“{key}” is empty", key)
    return list(found.items())


def _marks(entry: Entry, file: Entry) -> dict[str, object]:
    """Give source, mark and note of an entry, the file's own where it tells none."""
    unless = file.may("unless_told", Entry, Entry())
    marks = {mark: entry.may(mark, bool if mark == "verified" else str, unless.get(mark)) for mark in MARKS}
    if not marks["cite"] or marks["verified"] is None:
        raise entry.fault("a figure has its source in “cite” and the mark “verified”, here or under “unless_told”")
    if not marks["verified"] and not marks["note"]:
        raise entry.fault("what is not verified says in “note” what must be confirmed")
    return marks


def _life(entry: Entry, name: str, kinds: Mapping[str, object]) -> Life:
    entry.only("kind", "text", "number", *MARKS)
    if entry.need("kind") not in kinds:
        raise entry.fault(f"“{entry['kind']}” is no kind of row; known are {', '.join(kinds)}", "kind")
    if entry.need("number", int) <= 0:
        raise entry.fault("“number” says how many there are in the country: at least one", "number")
    _marks(entry, entry)
    return Life(name, entry["kind"], text(entry, "text"), entry["number"], entry["verified"])


def _column(entry: Entry, name: str, facts: Mapping[str, FactDefinition], names: dict[str, Node], file: Entry) -> Column:
    """Read one thing drawn and make its name known to those that follow."""
    if name in names or name == GROUP:
        raise entry.fault(f"“{name}” is already the name of something else")
    fact = facts.get(name)
    if fact is None and "trait" not in entry:
        raise entry.fault(f"“{name}” is no fact of the programme; what only the draws look at says its type in “trait”")
    if fact is not None and "trait" in entry:
        raise entry.fault(f"“{name}” is a fact of the programme and needs no “trait”", "trait")
    kind = fact.kind if fact else _kind(entry)
    entry.only("trait", *(("draws",) if "draws" in entry else ONE), *MARKS)
    told = entry.entries("draws") if "draws" in entry else [entry]
    for one in entry.may("draws", list, []):
        one.only(*ONE, "note")
    draws = tuple(_draw(one, kind, fact, names) for one in told)
    codes = fact.codes if fact else frozenset(str(value) for draw in draws if isinstance(draw.form, Among) for value in draw.form.values)
    names[name] = Fact(name, kind, codes)
    return Column(name, kind, draws, fact is not None, fact is not None and fact.whole_month, **_marks(entry, file))  # type: ignore[arg-type] # read by type


def _kind(entry: Entry) -> Kind:
    if entry.need("trait") not in list(Kind):
        raise entry.fault(f"“{entry['trait']}” is no type; known are {', '.join(Kind)}", "trait")
    return Kind(entry["trait"])


def _draw(entry: Entry, kind: Kind, fact: FactDefinition | None, names: Mapping[str, Node]) -> Draw:
    told = [form for form in FORMS if form in entry]
    if len(told) != 1:
        raise entry.fault(f"a draw has one form of {', '.join(FORMS)}; this has {', '.join(told) or 'none'}")
    when = _rule(entry, "when", names, Kind.BOOL)
    most = _rule(entry, "most", names, kind)
    return Draw(_form(entry, told[0], kind, fact, names), when, most)


def _form(entry: Entry, told: str, kind: Kind, fact: FactDefinition | None, names: Mapping[str, Node]) -> Form:
    match told:
        case "chance" if kind is Kind.BOOL:
            share = float(entry.need("chance", NUMBERS))
            if not 0 <= share <= 1:
                raise entry.fault("a chance lies between 0 and 1", "chance")
            return Chance(share)
        case "among" if kind in (Kind.CODE, Kind.INT):
            return _among(entry, kind, fact)
        case "bands" if kind not in (Kind.BOOL, Kind.CODE):
            return Bands(tuple(_band(entry, band, kind) for band in entry.need("bands", list)))
        case "is" if kind is not Kind.CODE:
            rule = _rule(entry, "is", names, kind)
            assert rule is not None  # noqa: S101 - “is” stands there
            return Is(rule)
    raise entry.fault(f"“{told}” cannot give a value of type {kind}", told)


def _among(entry: Entry, kind: Kind, fact: FactDefinition | None) -> Among:
    table = entry.need("among", Entry)
    for value in table:
        if float(table.need(value, NUMBERS)) <= 0:
            raise table.fault(f"the weight of “{value}” must be above 0", value)
        if kind is Kind.CODE and (not CODE.fullmatch(value) or (fact and fact.codes and value not in fact.codes)):
            raise table.fault(f"“{value}” can never be the value here", value)
        if kind is Kind.INT and not value.isdecimal():
            raise table.fault(f"“{value}” is no whole number", value)
    if not table:
        raise entry.fault("“among” is empty", "among")
    return Among(tuple(int(value) if kind is Kind.INT else value for value in table), tuple(float(table[value]) for value in table))


def _band(entry: Entry, band: object, kind: Kind) -> tuple[int, int, float]:
    match band, kind:
        case [date() as day, date() as until, int() | float() as weight], Kind.DATE if type(day) is type(until) is date:
            first, last = days_of(day), days_of(until)
        case [int() as first, int() as last, int() | float() as weight], Kind.INT | Kind.MONEY:
            pass
        case _:
            first, last, weight = 1, 0, 0
    if first <= last and weight > 0 and not any(isinstance(part, bool) for part in (first, last, weight)):
        return first, last, float(weight)
    raise entry.fault(f"a band is [first, last, weight] of type {kind}, the last not before the first, the weight above 0", "bands")


def _rule(entry: Entry, key: str, names: Mapping[str, Node], kind: Kind) -> Node | None:
    if key not in entry:
        return None
    try:
        return Reader(names).read(entry.need(key), kind)
    except RuleFault as fault:
        raise entry.fault(f"“{key}”, column {fault.column}: {fault}", key) from fault


def _groups(file: Entry, names: Mapping[str, Node]) -> tuple[Group, ...]:
    found = []
    for name, entry in _mappings(file, "groups"):
        entry.only("text", "when")
        found.append(Group(name, text(entry, "text"), _rule(entry, "when", names, Kind.BOOL)))
    if found[-1].when is not None or any(group.when is None for group in found[:-1]):
        raise file.fault("the last group, and only the last, has no “when”: it takes everybody who is left", "groups")
    return tuple(found)
