"""Plain chance by type, for facts and programmes nobody has planned a population for."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.policy.language.nodes import Kind
from ansinh.policy.population.draws import Among, Bands, Chance, Draw, days_of
from ansinh.policy.population.plan import Column, Group, Life, Plan

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ansinh.policy.programme import FactDefinition

EVERYBODY = {"vi": "Tất cả", "en": "Everybody"}
PERSON = {"vi": "Người", "en": "Person"}
MOST_NUMBER, MOST_MONEY, DAYS_BACK = 60, 100_000_000, 3 * 365
"""Plain numbers go from 0 to sixty, amounts to a hundred million đồng, days three years back: wide enough to fall on both sides of most rules."""


def plain_plan(facts: Mapping[str, FactDefinition], *, as_of: date) -> Plan:
    """Give a plan in which every fact is drawn by plain chance and everybody is one group."""
    life = Life("person", "person", PERSON, 1, verified=False)
    columns = tuple(plain_column(fact, as_of=as_of) for fact in facts.values())
    return Plan("", (life,), {"person": PERSON}, columns, (Group("everybody", EVERYBODY, None),), tuple(facts), tuple(facts))


def plain_column(fact: FactDefinition, *, as_of: date) -> Column:
    """Draw a fact by its type alone; a code that is not listed anywhere has nothing to draw from and stays unknown."""
    form: Chance | Among | Bands
    match fact.kind:
        case Kind.BOOL:
            form = Chance(0.5)
        case Kind.CODE:
            if not fact.codes:
                return Column(fact.id, fact.kind, (), is_fact=True)
            form = Among(tuple(sorted(fact.codes)), (1.0,) * len(fact.codes))
        case Kind.DATE:
            form = Bands(((days_of(as_of - timedelta(DAYS_BACK)), days_of(as_of), 1.0),))
        case _:
            form = Bands(((0, MOST_MONEY if fact.kind is Kind.MONEY else MOST_NUMBER, 1.0),))
    return Column(fact.id, fact.kind, (Draw(form),), is_fact=True, whole_month=fact.whole_month)
