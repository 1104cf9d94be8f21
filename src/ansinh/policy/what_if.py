"""What if: a law in force and a draft of it asked of the same people, and who gains, who loses and what it costs, by province and group.

A person's money is what she really draws. Reliefs that are no cash (contributions, loans) are compared policy by policy and never
added to the cost. What is undetermined is not drawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

import polars as pl

from ansinh.policy.drawn import drawn
from ansinh.policy.engines.answers import Asking
from ansinh.policy.engines.asked import asked_of
from ansinh.policy.population.people import ID
from ansinh.policy.population.plan import GROUP, PROVINCE

if TYPE_CHECKING:
    from datetime import date

    from ansinh.policy.programme import Programme

TOTAL = "total"
EXAMPLES = 3
SIDES = ("before", "after")
By = Literal["province", "group"]


@dataclass(frozen=True)
class Figures:
    """Figures of one policy or of all, of everybody or of a part. `people` draw something; `cost` is in đồng.

    Winners have something more and nothing less, losers something less and nothing more, `mixed` both. Undetermined ones draw nothing.
    """

    people_before: int = 0
    people_after: int = 0
    cost_before: int = 0
    cost_after: int = 0
    winners: int = 0
    losers: int = 0
    mixed: int = 0
    undetermined_before: int = 0
    undetermined_after: int = 0

    def times(self, scale: float) -> Figures:
        """Give the figures of a country of which each row stands for `scale` rows, rounded to whole people and đồng."""
        return Figures(**{name: round(value * scale) for name, value in asdict(self).items()})


METRICS = tuple(asdict(Figures()))


@dataclass(frozen=True)
class Example:
    """One row who gains or loses: its id, and its amount in đồng before and after."""

    id: str
    before: int
    after: int


@dataclass(frozen=True)
class Comparison:
    """Two laws compared: `rows` asked, the policies of both in order with how each pays, and examples of winners and losers of each."""

    rows: int
    policies: Mapping[str, str]
    counted: pl.DataFrame
    winners: Mapping[str, list[Example]] = field(default_factory=dict)
    losers: Mapping[str, list[Example]] = field(default_factory=dict)

    def figures(self, item: str = TOTAL) -> Figures:
        """Give the figures of a policy, or of all that were looked at."""
        found = self.counted.filter(pl.col("item") == item).select(pl.col(METRICS).sum())
        return Figures(**found.row(0, named=True))

    def parts(self, by: By, item: str = TOTAL) -> dict[str, Figures]:
        """Give the figures by province or by group, in order of their codes; the empty code holds rows of which it is not known."""
        found = self.counted.filter(pl.col("item") == item).group_by(by).agg(pl.col(METRICS).sum()).sort(by)
        return {row.pop(by): Figures(**row) for row in found.to_dicts()}


def compare(
    people: Iterable[tuple[pl.DataFrame, pl.DataFrame]], in_force: Programme, draft: Programme, *, as_of: date, policies: Collection[str] | None = None
) -> Comparison:
    """Ask both laws of the same people, a batch of facts and groups at a time, as on `as_of`.

    Exclusive groups always choose among all policies; `policies` says which to look at, all by default. Raises `NotInForce` where
    either law does not stand on the day, `TableFault` for a policy with too many conditions for a table.
    """
    askings = tuple(Asking(asked_of(law, as_of=as_of)) for law in (in_force, draft))
    pays = {policy.id: policy.pays for law in (draft, in_force) for policy in law.policies}
    order = dict.fromkeys(policy.id for law in (in_force, draft) for policy in law.policies)
    looked_at = {name: pays[name] for name in order if policies is None or name in policies}
    items = {TOTAL: tuple(looked_at), **{name: (name,) for name in looked_at}}
    cash = [{policy.id for policy in law.policies if policy.pays == "cash"} for law in (in_force, draft)]
    rows, counted = 0, []
    examples: dict[str, dict[str, list[Example]]] = {what: {item: [] for item in items} for what in ("winners", "losers")}
    for facts, groups in people:
        rows += len(facts)
        wide = _wide(facts, groups, askings, looked_at)
        for item, names in items.items():
            told = wide.select(ID, PROVINCE, GROUP, pl.lit(item).alias("item"), *_measured(item, names, cash))
            counted.append(told.group_by("item", PROVINCE, GROUP).agg(pl.col(METRICS).sum()))
            for what, found in examples.items():
                found[item] += _examples(told, what, EXAMPLES - len(found[item]))
        counted = [pl.concat(counted).group_by("item", PROVINCE, GROUP).agg(pl.col(METRICS).sum())]
    return Comparison(rows, looked_at, counted[0] if counted else _nothing(), examples["winners"], examples["losers"])


def _wide(facts: pl.DataFrame, groups: pl.DataFrame, askings: tuple[Asking, ...], names: Collection[str]) -> pl.DataFrame:
    """Put beside each row's id, province and group what it draws under each policy before and after, and what is undetermined."""
    known = [pl.col(name).fill_null("") if name in groups.columns else pl.lit("").alias(name) for name in (PROVINCE, GROUP)]
    told = groups.with_columns(known).select(PROVINCE, GROUP)
    columns = [facts[ID].cast(pl.String).alias(ID), *told]
    for side, asking in zip(SIDES, askings, strict=True):
        amounts, open_ = drawn(facts, asking)
        for name in names:
            there = name in amounts.columns
            amount = amounts[name] if there else pl.repeat(None, len(facts), dtype=pl.Int64, eager=True)
            unsure = open_[name] if there else pl.repeat(value=False, n=len(facts), dtype=pl.Boolean, eager=True)
            columns += [amount.alias(f"{side} {name}"), unsure.alias(f"{side} open {name}")]
    return pl.DataFrame(columns)


def _measured(item: str, names: tuple[str, ...], cash: list[set[str]]) -> list[pl.Expr]:
    """Give the figures of one row as columns: of one policy its own amounts, of all the cash added up and each relief by itself."""
    alone = item != TOTAL
    costs = [_sum([f"{side} {name}" for name in names if alone or name in paid]) for side, paid in zip(SIDES, cash, strict=True)]
    reliefs = [] if alone else [name for name in names if not all(name in paid for paid in cash)]
    pairs = [(costs[0], costs[1]), *[(_relief("before", name, cash[0]), _relief("after", name, cash[1])) for name in reliefs]]
    more, less = _any([after > before for before, after in pairs]), _any([after < before for before, after in pairs])
    people = [_any([pl.col(f"{side} {name}").is_not_null() for name in names]) for side in SIDES]
    open_ = [_any([pl.col(f"{side} open {name}") for name in names]) for side in SIDES]
    values = (*people, *costs, more & ~less, less & ~more, more & less, *open_)
    return [value.cast(pl.Int64).alias(name) for name, value in zip(METRICS, values, strict=True)]


def _relief(side: str, name: str, cash: set[str]) -> pl.Expr:
    """Give what a row has of a relief that is no cash; where the law pays it as cash, it is counted there."""
    return pl.lit(0, pl.Int64) if name in cash else _sum([f"{side} {name}"])


def _sum(names: list[str]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(name).fill_null(0) for name in names) if names else pl.lit(0, pl.Int64)


def _any(tests: list[pl.Expr]) -> pl.Expr:
    return reduce(or_, tests, pl.lit(value=False))


def _examples(told: pl.DataFrame, what: str, most: int) -> list[Example]:
    if most <= 0:
        return []
    found = told.filter(pl.col(what) == 1).head(most)
    return [Example(*row) for row in found.select(ID, "cost_before", "cost_after").iter_rows()]


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema={"item": pl.String, PROVINCE: pl.String, GROUP: pl.String, **dict.fromkeys(METRICS, pl.Int64)})
