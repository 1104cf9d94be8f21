"""Facts as told, checked: in the vocabulary, of the right type, possible on the day. Nothing is ever ignored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from ansinh.policy.language.nodes import Kind, Value

if TYPE_CHECKING:
    from ansinh.policy.programme import FactDefinition

NOT_APPLICABLE = "not_applicable"
"""What stands for a fact that does not apply to the person: neither a value nor unknown."""
NONE: frozenset[str] = frozenset()
LARGEST = 10**15
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
CODE = re.compile(r"[A-Za-z0-9_]{1,20}")


class FactError(ValueError):
    """A fact that cannot be; `fact` names it, `message` says why in both languages."""

    def __init__(self, fact: str, vi: str, en: str) -> None:
        """Keep the name and the two texts."""
        super().__init__(f"{fact}: {en}")
        self.fact = fact
        self.message = {"vi": f"“{fact}”: {vi}", "en": f"“{fact}”: {en}"}


def known_facts(told: Mapping[str, object], definitions: Mapping[str, FactDefinition], *, as_of: date) -> dict[str, Value]:
    """Give the facts that are known, typed. Raises `FactError` for the first that cannot be."""
    if not isinstance(told, Mapping):
        raise FactError("facts", "phải là các cặp tên và giá trị", "must be names with values")
    known: dict[str, Value] = {}
    for name, value in told.items():
        definition = definitions.get(name)
        if definition is None:
            raise FactError(str(name), "không có trong danh mục thông tin của chương trình", "is not in the programme's vocabulary")
        kind, given = definition.kind, type(value)
        if (kind is Kind.BOOL and given is bool) or (given is int and (kind is Kind.INT or kind is Kind.MONEY) and 0 <= value <= LARGEST):  # type: ignore[operator] # an int
            known[name] = value  # type: ignore[assignment] # the two most frequent kinds, without the detour
        elif value == NOT_APPLICABLE:
            _demand_may_not_apply(definition)
        elif value is not None:
            known[name] = READ[kind](definition, value, as_of)
    return known


def not_applicable(told: Mapping[str, object]) -> frozenset[str]:
    """Name the facts that were told not to apply; `known_facts` has seen to it that each of them may."""
    if NOT_APPLICABLE not in told.values():
        return NONE
    return frozenset(name for name, value in told.items() if value == NOT_APPLICABLE)


def _demand_may_not_apply(definition: FactDefinition) -> None:
    if not definition.may_not_apply:
        raise FactError(
            definition.id, "luôn có ở mọi người: ghi giá trị, hoặc bỏ trống nếu chưa biết", "always applies: give its value, or leave it out if it is not known"
        )


def _bool(fact: FactDefinition, value: object, _as_of: date) -> Value:
    if isinstance(value, bool):
        return value
    raise FactError(fact.id, f"phải là đúng hoặc sai, không phải {value!r}", f"must be true or false, not {value!r}")


def _number(fact: FactDefinition, value: object, _as_of: date) -> Value:
    if isinstance(value, bool) or not isinstance(value, int):
        raise FactError(fact.id, f"phải là số nguyên, không phải {value!r}", f"must be a whole number, not {value!r}")
    if not 0 <= value <= LARGEST:
        raise FactError(fact.id, f"không thể là {value}", f"cannot be {value}")
    return value


def _date(fact: FactDefinition, value: object, as_of: date) -> Value:
    day = value
    if isinstance(value, str):
        try:
            day = date.fromisoformat(value) if ISO_DAY.fullmatch(value) else None
        except ValueError:
            day = None
    if type(day) is not date:
        raise FactError(fact.id, f"phải là ngày dạng năm-tháng-ngày, không phải {value!r}", f"must be a date as year-month-day, not {value!r}")
    if day > as_of:
        raise FactError(fact.id, f"{day:%d/%m/%Y} ở sau ngày xét {as_of:%d/%m/%Y}", f"{day.isoformat()} lies after the day of the claim, {as_of.isoformat()}")
    if fact.whole_month and day.day != 1:
        raise FactError(fact.id, f"là một tháng, ghi bằng ngày đầu tháng: {day:%Y-%m}-01", f"stands for a month: write its first day, {day:%Y-%m}-01")
    return day


def _code(fact: FactDefinition, value: object, _as_of: date) -> Value:
    if not isinstance(value, str) or not CODE.fullmatch(value):
        raise FactError(fact.id, f"phải là một mã, không phải {value!r}", f"must be a code, not {value!r}")
    if fact.codes and value not in fact.codes:
        known = ", ".join(sorted(fact.codes))
        raise FactError(fact.id, f"{value!r} không phải một trong {known}", f"{value!r} is none of {known}")
    return value


READ = {Kind.BOOL: _bool, Kind.INT: _number, Kind.MONEY: _number, Kind.DATE: _date, Kind.CODE: _code}
