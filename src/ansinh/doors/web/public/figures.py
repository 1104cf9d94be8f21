"""The amounts written in a rule, for the page of law: read from the rule itself, so that page and decision cannot differ."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ansinh.doors.web.templatetags.page import vnd
from ansinh.policy.language.nodes import Constant, Fact, Kind, Lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import Promise

    from ansinh.policy.programme import FactDefinition

PER: dict[str, str | Promise] = {"day": _("mỗi ngày"), "month": _("mỗi tháng"), "child": _("mỗi con"), "person": _("mỗi người")}


def amounts(rule: Any, facts: Mapping[str, FactDefinition]) -> str:
    """Say the amounts of money in a rule, the smallest first: `1.855.000 đồng hoặc 3.710.000 đồng`, `80.000 đồng mỗi ngày`.

    Empty where the rule reckons with facts alone.
    """
    figures = sorted({int(value) for node in _within(rule) for value in _money(node)})
    if not figures:
        return ""
    return gettext(" hoặc ").join(vnd(figure) for figure in figures) + _per(rule, facts)


def _money(node: Any) -> tuple[Any, ...]:
    if isinstance(node, Constant) and node.kind is Kind.MONEY:
        return (node.value,)
    if isinstance(node, Lookup) and node.kind is Kind.MONEY:
        return (*(value for _code, value in node.values), *(() if node.otherwise is None else (node.otherwise,)))
    return ()


def _per(rule: Any, facts: Mapping[str, FactDefinition]) -> str:
    """Say for each of what: the unit of the first number that the money is multiplied by."""
    if getattr(rule, "operator", "") != "*":
        return ""
    units = (facts[node.name].unit for node in _within(rule) if isinstance(node, Fact) and node.kind is Kind.INT)
    unit = next((PER[unit] for unit in units if unit in PER), "")
    return f" {unit}" if unit else ""


def _within(node: Any) -> Iterator[Any]:
    """Walk a rule, each node before its parts."""
    if isinstance(node, tuple):
        for part in node:
            yield from _within(part)
    elif is_dataclass(node):
        yield node
        for field in fields(node):
            yield from _within(getattr(node, field.name))
