"""From a programme's files to a programme: every entry typed, cited, dated, or refused with file, line and reason."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from pathlib import Path

from ansinh.policy.facts import CODE
from ansinh.policy.language.nodes import NUMBERS, Kind
from ansinh.policy.load_marks import ID, cited, kind_of, text
from ansinh.policy.load_parameters import Figures
from ansinh.policy.load_procedure import procedures
from ansinh.policy.load_provinces import province_rules
from ansinh.policy.load_versions import versions
from ansinh.policy.programme import HARDEST, FactDefinition, Policy, Programme
from ansinh.policy.yaml_files import Entry, LawFault, read_entry

__all__ = ["LawFault", "load_from", "load_programme", "policy_named", "programme_names"]

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"
PERSONAL_DATA = "personal_data"
"""The file that says on what personal data is used and how long it is kept: read by itself, no part of the law's version."""
NAME = re.compile(r"[a-z0-9_]{1,20}")


@cache
def load_programme(name: str = "nq68") -> Programme:
    """Give a programme by its name. Raises `LawFault` for one that is unknown or at fault."""
    if not NAME.fullmatch(name) or not (PROGRAMMES / name / "programme.yaml").is_file():
        raise LawFault(name[:40], 1, f"there is no such programme; known are {', '.join(programme_names())}")
    return load_from(PROGRAMMES / name)


def policy_of(programme: str, policy_id: str) -> Policy | None:
    """Give a policy of a programme by its id, or nothing where the programme has none. Raises `LawFault` for an unknown programme."""
    return next((policy for policy in load_programme(programme).policies if policy.id == policy_id), None)


@cache
def policy_named(policy_id: str) -> Policy:
    """Give a policy by its id, whichever programme has it; raises `KeyError` for one that none has."""
    for name in programme_names():
        for policy in load_programme(name).policies:
            if policy.id == policy_id:
                return policy
    raise KeyError(policy_id)


@cache
def programme_of(policy_id: str) -> Programme:
    """Give the programme that has a policy; raises `KeyError` for one that none has."""
    for name in programme_names():
        if policy_of(name, policy_id):
            return load_programme(name)
    raise KeyError(policy_id)


def programme_names() -> list[str]:
    """Name the programmes that are there."""
    return sorted(folder.parent.name for folder in PROGRAMMES.glob("*/programme.yaml"))


def load_from(folder: Path) -> Programme:
    """Read a programme from a folder of files. Raises `LawFault` at the first fault."""
    head = read_entry(folder / "programme.yaml", within=folder)
    head.only("id", "name", "starts", "groups", "registers", "policies", "parameters")
    registers = {name: text(head["registers"], name) for name in head.may("registers", Entry, {})}
    facts = _facts(read_entry(folder / "facts.yaml", within=folder), registers)
    groups = {name: text(head.need("groups", Entry), name) for name in head.need("groups", Entry)}
    parameters, starts = head.need("parameters", Entry), head.need("starts", date)
    provinces = province_rules(folder, facts, parameters, starts)
    figures = Figures(parameters, provinces, starts)
    names = [_file_name(head, name) for name in head.need("policies", list)]
    if not names or len(set(names)) != len(names):
        raise head.fault("a programme has policies, each named once", "policies")
    _demand_no_other(folder, {"programme", "facts", PERSONAL_DATA, *names})
    if not NAME.fullmatch(head.need("id")):
        raise head.fault(f"“{head['id']}” is no programme's id: small letters, digits and _, at most 20", "id")
    policies = tuple(_policy(read_entry(folder / f"{name}.yaml", within=folder), name, facts, head, order, figures) for order, name in enumerate(names))
    law_version = _content_hash(folder)
    return Programme(head.need("id"), text(head, "name"), starts, law_version, facts, policies, groups, parameters, registers, provinces)


def _demand_no_other(folder: Path, known: Collection[str]) -> None:
    """Refuse a file that nothing would read: whoever wrote it believes it to be law."""
    for path in sorted((*folder.glob("*.yml"), *folder.glob("*.yaml"), *folder.glob("*/*.yml"))):
        if path.suffix == ".yml":
            raise LawFault(path.relative_to(folder).as_posix(), 1, "would not be read; its name must end in .yaml")
        if path.stem not in known:
            raise LawFault(path.name, 1, "stands in the folder, but “policies” of programme.yaml does not name it")


def _file_name(head: Entry, name: object) -> str:
    if not isinstance(name, str) or not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise head.fault(f"“{name}” is no policy's name", "policies")
    return name


def _content_hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted((*folder.glob("*.yaml"), *folder.glob("provinces/*.yaml"))):
        if path.stem == PERSONAL_DATA:
            continue
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _facts(file: Entry, registers: Collection[str]) -> dict[str, FactDefinition]:
    found = {}
    for name, entry in file.items():
        if not ID.fullmatch(name) or not isinstance(entry, Entry):
            raise file.fault(f"“{name}” must be a word with its definition", name)
        entry.only("kind", "question", "help", "choices", "codes", "unit", "ask", "whole_month", "label", "vouched_by", "paper", "harm", "may_not_apply")
        kind = kind_of(entry)
        choices = {code: text(entry["choices"], code) for code in entry.may("choices", Entry, {})}
        found[name] = FactDefinition(
            name,
            kind,
            text(entry, "question"),
            text(entry, "help") if "help" in entry else {},
            choices,
            entry.may("unit", str, ""),
            entry.may("ask", bool, default=True),
            _codes(entry, kind),
            _whole_month(entry, kind),
            text(entry, "label") if "label" in entry else {},
            _registers(entry, registers),
            text(entry, "paper") if "paper" in entry else {},
            _harm(entry, kind),
            entry.may("may_not_apply", bool, default=False),
        )
    return found


def _harm(entry: Entry, kind: Kind) -> bool:
    harm = bool(entry.may("harm", bool, default=False))
    if harm and kind not in NUMBERS:
        raise entry.fault(f"a harm is a number, this is {kind}", "harm")
    return harm


def _codes(entry: Entry, kind: Kind) -> frozenset[str]:
    """Give all codes a fact can hold, none where they are not listed; raises `LawFault` for what is no code or no fact of codes."""
    given = [key for key in ("codes", "choices") if key in entry]
    if given and (kind is not Kind.CODE or len(given) > 1):
        raise entry.fault("“codes” or “choices”, one of them, is for a fact that holds a code", given[-1])
    listed = entry.words("codes") if "codes" in entry else list(entry.get("choices", ()))
    wrong = next((code for code in listed if not CODE.fullmatch(code) or listed.count(code) > 1), None)
    if wrong is not None:
        raise entry.fault(f"“{wrong}” is no code or stands twice: letters, digits and _, at most 20", given[0])
    return frozenset(listed)


def _whole_month(entry: Entry, kind: Kind) -> bool:
    whole = bool(entry.may("whole_month", bool, default=False))
    if whole and kind is not Kind.DATE:
        raise entry.fault(f"“whole_month” is for dates, this is {kind}", "whole_month")
    return whole


def _registers(entry: Entry, known: Collection[str]) -> tuple[str, ...]:
    named = entry.words("vouched_by")
    for name in named:
        if name not in known:
            raise entry.fault(f"“{name}” is no register of the programme; known are {', '.join(known) or 'none'}", "vouched_by")
    return tuple(named)


def _policy(file: Entry, name: str, facts: Mapping[str, FactDefinition], head: Entry, order: int, figures: Figures) -> Policy:
    file.only("id", "number", "name", "summary", "pays", "hardship", "groups", "cite", "complain", "let", "most", "conditions", "components", "procedures")
    if file.need("id") != name:
        raise file.fault(f"the file of {name} speaks of {file['id']}", "id")
    groups = file.words("groups")
    for group in groups:
        if group not in head.need("groups", Entry):
            raise file.fault(f"“{group}” is no exclusive group of the programme", "groups")
    if file.need("pays") not in ("cash", "relief"):
        raise file.fault("“pays” is cash or relief", "pays")
    if file.may("hardship", int, 1) not in range(1, HARDEST + 1):
        raise file.fault(f"“hardship” is a number from 1 to {HARDEST}, the hardest hit", "hardship")
    return Policy(
        id=name,
        number=file.need("number"),
        name=text(file, "name"),
        summary=text(file, "summary"),
        pays=file["pays"],
        hardship=file.may("hardship", int, 1),
        groups=tuple(groups),
        cite=cited(file),
        versions=versions(file, facts, figures),
        procedures=procedures(file, figures.starts, facts),
        order=order,
        complain=text(file, "complain") if "complain" in file else {},
        set_by_provinces=figures.set_by_provinces(file),
    )
