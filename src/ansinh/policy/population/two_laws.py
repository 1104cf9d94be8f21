"""One population for two laws, the one in force and a draft: made from a seed or read from a file, with the words either law uses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.checks import Checks
from ansinh.policy.engines.columns import TYPES
from ansinh.policy.engines.table import TableFault, read_table
from ansinh.policy.population.people import CHUNK, ID
from ansinh.policy.population.plan import GROUP, KIND, PROVINCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from ansinh.policy.programme import FactDefinition, Programme

REPORTED = (ID, KIND, GROUP, PROVINCE)
NOBODY_SAYS = ""
"""Stands for a group or province that is not told."""


class VocabulariesDiffer(ValueError):
    """Two laws use one name for facts of different types, so that no person can be asked by both."""


@dataclass(frozen=True)
class Vocabulary:
    """The facts of both laws, and what only one of them knows."""

    facts: dict[str, FactDefinition]
    only_in_force: tuple[str, ...]
    only_draft: tuple[str, ...]


def one_vocabulary(in_force: Programme, draft: Programme) -> Vocabulary:
    """Put the facts of two laws together; a code may hold what either allows. Raises `VocabulariesDiffer`."""
    facts = dict(in_force.facts)
    for name, fact in draft.facts.items():
        known = facts.get(name)
        if known is None:
            facts[name] = fact
        elif known.kind is not fact.kind:
            raise VocabulariesDiffer(f"“{name}” is {known.kind} in {in_force.id} as in force and {fact.kind} in the draft; give the new fact a name of its own")
        else:
            codes = known.codes | fact.codes if known.codes and fact.codes else frozenset()
            facts[name] = replace(known, codes=codes, whole_month=known.whole_month and fact.whole_month)
    return Vocabulary(
        facts, tuple(name for name in in_force.facts if name not in draft.facts), tuple(name for name in draft.facts if name not in in_force.facts)
    )


def people_of(
    path: Path, in_force: Programme, facts: dict[str, FactDefinition], *, as_of: date, groups: Path | None = None, chunk: int = CHUNK
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Give facts and groups of a file's rows, `chunk` at a time, as `Population.chunks` does; a fact the file has no column for is unknown.

    `groups` tells `id`, `kind`, `group` and `province`; without it only the fact `province` is known. Raises `TableFault`.
    """
    both = replace(in_force, facts=facts)
    table = read_table(path, both, as_of=as_of)
    checks = Checks(table.collect_schema(), both, as_of=as_of)
    told = None if groups is None else read_groups(groups)
    for batch in table.collect_batches(chunk_size=chunk):
        typed = checks.typed(batch)
        absent = [pl.lit(None, TYPES[fact.kind]).alias(name) for name, fact in facts.items() if name not in typed.columns]
        yield typed.with_columns(absent), _groups_of(typed, told)


def read_groups(path: Path) -> pl.DataFrame:
    """Read by what the rows of a population are reported. Raises `TableFault` for a file that does not tell it."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".parquet"}:
        raise TableFault(f"{path.name}: groups are read from .csv or .parquet")
    try:
        table = pl.read_csv(path, infer_schema=False) if kind == ".csv" else pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableFault(f"{path.name}: {str(error).splitlines()[0]}") from error
    missing = [name for name in (ID, GROUP) if name not in table.columns]
    if missing:
        raise TableFault(f"{path.name}: the column “{missing[0]}” is missing; `ansinh simulate people --with-groups` writes such a file")
    if table[ID].is_duplicated().any():
        raise TableFault(f"{path.name}: an “{ID}” stands there twice")
    return table.select(pl.col(name).cast(pl.String) for name in REPORTED if name in table.columns)


def _groups_of(facts: pl.DataFrame, told: pl.DataFrame | None) -> pl.DataFrame:
    """Say for each row its group and province, as told or as its facts say."""
    own = facts.select(pl.col(ID).cast(pl.String), *[pl.col(name) for name in (PROVINCE,) if name in facts.columns])
    if told is None:
        return own
    if PROVINCE in told.columns:
        own = own.select(ID)
    return own.join(told, on=ID, how="left", maintain_order="left")
