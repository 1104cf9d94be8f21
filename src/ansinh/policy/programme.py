"""A programme as loaded: its facts, its policies in their dated versions, its exclusive groups and procedures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from ansinh.policy.language.evaluate import Run, Wants
from ansinh.policy.language.nodes import Kind, Node, facts_in
from ansinh.policy.workflow import Procedure

Text = Mapping[str, str]


class NotInForce(ValueError):
    """The programme did not exist on the day asked for; `begins` is its first day."""

    def __init__(self, programme: str, as_of: date, begins: date) -> None:
        """Say when the law begins."""
        vi = f"Ngày {as_of:%d/%m/%Y} chính sách {programme} chưa có hiệu lực; có hiệu lực từ {begins:%d/%m/%Y}."
        en = f"On {as_of.isoformat()} {programme} was not in force; it begins on {begins.isoformat()}."
        super().__init__(en)
        self.begins, self.message = begins, {"vi": vi, "en": en}


HARDEST = 3
"""The rank of policies for those hit hardest."""


@dataclass(frozen=True)
class FactDefinition:
    """A fact of the vocabulary: its type, its question to a person, and what values make sense.

    `vouched_by` are the registers that can tell it instead of the person; `paper` proves it where the law asks for one.
    A `harm` is a number that says how badly somebody is hit; nobody may get less because it is larger. One that `may_not_apply` has no
    value at all for some people, as the first day of an isolation that never was.
    """

    id: str
    kind: Kind
    question: Text
    help: Text
    choices: Mapping[str, Text]
    unit: str
    ask: bool
    codes: frozenset[str] = frozenset()
    whole_month: bool = False
    label: Text = field(default_factory=dict)
    vouched_by: tuple[str, ...] = ()
    paper: Text = field(default_factory=dict)
    harm: bool = False
    may_not_apply: bool = False

    @property
    def type(self) -> str:
        """The type's name."""
        return str(self.kind)


@dataclass(frozen=True)
class Meant:
    """That a later version is meant to take something away: why, and under which article."""

    text: Text
    cite: str


@dataclass(frozen=True)
class Condition:
    """One condition of a policy in the version of a period."""

    id: str
    text: Text
    cite: str
    verified: bool
    note: Text
    rule: Node
    run: Run
    wants: Wants
    facts: tuple[str, ...]
    takes_away: Meant | None = None


@dataclass(frozen=True)
class Component:
    """One part of a benefit. A base part must be known for the policy to be settled; others count only when known to be due."""

    id: str
    text: Text
    cite: str
    verified: bool
    note: Text
    base: bool
    due: Node | None
    is_due: Run | None
    due_wants: Wants | None
    amount: Node
    run: Run
    wants: Wants
    facts: tuple[str, ...]
    takes_away: Meant | None = None


@dataclass(frozen=True)
class Cap:
    """The most a policy may give, in đồng, and the article that says so."""

    amount: Node
    run: Run
    cite: str


@dataclass(frozen=True)
class Version:
    """A policy as it stands from `starts` on, until the next version."""

    starts: date
    conditions: tuple[Condition, ...]
    components: tuple[Component, ...]
    cite: str
    verified: bool
    most: Cap | None = None

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Name the facts that any of its rules rests on, each once."""
        return tuple(dict.fromkeys(name for rule in self.rules for name in facts_in(rule)))

    @property
    def rules(self) -> tuple[Node, ...]:
        """Give every rule of it: of the conditions, then of each part of the benefit."""
        return (*(condition.rule for condition in self.conditions), *(node for part in self.components for node in (part.due, part.amount) if node))


@dataclass(frozen=True)
class Policy:
    """A promise: who gets what, in dated versions, and by which procedure."""

    id: str
    number: str
    name: Text
    summary: Text
    pays: str
    groups: tuple[str, ...]
    cite: str
    versions: tuple[Version, ...]
    procedures: tuple[Procedure, ...]
    order: int
    complain: Text = field(default_factory=dict)
    hardship: int = 1
    """How hard those are hit whom it is for, from 1 to `HARDEST`: of work due on one day theirs comes first. Our own order, not the law's."""
    set_by_provinces: frozenset[str] = frozenset()

    def version_on(self, as_of: date) -> Version:
        """Give the version in force on a day; raises `NotInForce` before the first."""
        for version in reversed(self.versions):
            if version.starts <= as_of:
                return version
        raise NotInForce(self.id, as_of, self.versions[0].starts)

    def procedure_on(self, as_of: date) -> Procedure:
        """Give the procedure in force on a day; raises `NotInForce` before the first."""
        for procedure in reversed(self.procedures):
            if procedure.starts <= as_of:
                return procedure
        raise NotInForce(self.id, as_of, self.procedures[0].starts)

    def condition_on(self, as_of: date, condition_id: str) -> Condition:
        """Give one condition as it stands on a day; raises `KeyError` for an id that the version has not."""
        for condition in self.version_on(as_of).conditions:
            if condition.id == condition_id:
                return condition
        raise KeyError(condition_id)

    def cite_on(self, as_of: date) -> str:
        """Give the article the benefit rests on, on a day."""
        version = self.version_on(as_of)
        return version.components[0].cite if version.components else self.cite


@dataclass(frozen=True)
class ProvinceRule:
    """What a province has set for itself from a day on: values of parameters, with its own decision as the source."""

    province: str
    name: Text
    starts: date
    text: Text
    cite: str
    verified: bool
    note: Text
    values: Any


@dataclass(frozen=True)
class Programme:
    """Everything promised by one resolution and its decisions."""

    id: str
    name: Text
    starts: date
    law_version: str
    facts: Mapping[str, FactDefinition]
    policies: tuple[Policy, ...]
    exclusive_groups: Mapping[str, Text]
    parameters: Mapping[str, Any]
    registers: Mapping[str, Text] = field(default_factory=dict)
    provinces: Mapping[str, tuple[ProvinceRule, ...]] = field(default_factory=dict)

    def rule_of(self, province: str, as_of: date, *, policy: Policy | None = None) -> ProvinceRule | None:
        """Give what a province has set for itself, for one policy where that is named, as it stands on a day; nothing where the common figures hold."""
        in_force = [rule for rule in self.provinces.get(province, ()) if rule.starts <= as_of]
        if not in_force or (policy is not None and not policy.set_by_provinces & set(in_force[-1].values)):
            return None
        return in_force[-1]

    def demand_in_force(self, as_of: date) -> None:
        """Raise `NotInForce` on a day before the first version."""
        if as_of < self.starts:
            raise NotInForce(self.id, as_of, self.starts)

    def policy(self, policy_id: str) -> Policy:
        """Give a policy by its id; raises `KeyError` for one the programme has not."""
        for policy in self.policies:
            if policy.id == policy_id:
                return policy
        raise KeyError(policy_id)
