"""What provinces have set for themselves: one file a province under `provinces/`, its values dated and cited like the law's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ansinh.policy.language.nodes import Kind
from ansinh.policy.load_marks import MARKS, marks, text
from ansinh.policy.load_parameters import PROVINCE
from ansinh.policy.programme import ProvinceRule
from ansinh.policy.yaml_files import Entry, read_entry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ansinh.policy.programme import FactDefinition


def province_rules(folder: Path, facts: Mapping[str, FactDefinition], parameters: Entry, starts: date) -> dict[str, tuple[ProvinceRule, ...]]:
    """Read every file of `provinces/`, none where the folder is not there. Raises `LawFault` at the first fault."""
    return {path.stem: _rules(read_entry(path, within=folder), path.stem, facts, parameters, starts) for path in sorted((folder / "provinces").glob("*.yaml"))}


def _rules(file: Entry, code: str, facts: Mapping[str, FactDefinition], parameters: Entry, starts: date) -> tuple[ProvinceRule, ...]:
    file.only(PROVINCE, "name", "rules")
    fact = facts.get(PROVINCE)
    if fact is None or fact.kind is not Kind.CODE or (fact.codes and code not in fact.codes):
        raise file.fault(f"“{code}” is no province of the programme’s fact “{PROVINCE}”", PROVINCE)
    if file.need(PROVINCE) != code:
        raise file.fault(f"the file of {code} speaks of {file[PROVINCE]}", PROVINCE)
    rules = tuple(_rule(entry, code, text(file, "name"), parameters) for entry in file.entries("rules"))
    days = [rule.starts for rule in rules]
    if not days or days != sorted(set(days)):
        raise file.fault("the rules stand in the order of their days, each day once, at least one", "rules")
    if days[0] < starts:
        raise file.fault(f"a province has no rule before {starts}, the first day of the programme", "rules")
    return rules


def _rule(entry: Entry, code: str, name: dict[str, str], parameters: Entry) -> ProvinceRule:
    entry.only("from", "set", *MARKS)
    values = entry.need("set", Entry)
    for parameter in values:
        if parameter not in parameters:
            raise values.fault(f"“{parameter}” is no parameter of the programme", parameter)
        if parameters.need(parameter, Entry).get("by") != PROVINCE:
            raise values.fault(f"“{parameter}” is the same everywhere: no province sets it", parameter)
    return ProvinceRule(province=code, name=name, starts=entry.need("from", date), values=values, **marks(entry))
