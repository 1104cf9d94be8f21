"""A population as files: streamed in stretches, the same bytes for the same seed, put in their place only when they are whole."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
from polars.io.plugins import register_io_source

from ansinh.policy.population.people import CHUNK, PopulationFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ansinh.policy.population.people import Population

KINDS = (".csv", ".parquet")
ROW_GROUP = 131_072


def write_people(population: Population, target: Path, *, groups: Path | None = None, chunk: int = CHUNK) -> None:
    """Write the facts of a population to `target` as `law determine` reads them, and to `groups` by what each row is reported.

    Both are CSV or Parquet by their names; `chunk` rows are made at a time. Raises `PopulationFault` for a file that cannot be written.
    """
    for path in (target, groups):
        if path is not None and path.suffix.lower() not in KINDS:
            raise PopulationFault(f"{path.name}: people are written as {' or '.join(KINDS)}")
    if groups is not None and groups.resolve() == target.resolve():
        raise PopulationFault(f"{groups.name}: facts and groups are two files; name another one")
    _write(target, lambda: (facts for facts, _groups in population.chunks(chunk)))
    if groups is not None:
        reported = replace(population, plan=population.plan.for_groups())
        _write(groups, lambda: (told for _facts, told in reported.chunks(chunk)))


def _write(target: Path, stretches: Callable[[], Iterator[pl.DataFrame]]) -> None:
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if target.suffix.lower() == ".csv":
            with part.open("wb") as file:
                for number, stretch in enumerate(stretches()):
                    stretch.write_csv(file, include_header=number == 0)
        else:
            _stream(stretches).sink_parquet(part, row_group_size=ROW_GROUP, engine="streaming")
        part.replace(target)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise PopulationFault(f"{target.name}: not written: {str(error).splitlines()[0]}") from error
    finally:
        part.unlink(missing_ok=True)


def _stream(stretches: Callable[[], Iterator[pl.DataFrame]]) -> pl.LazyFrame:
    """Let Polars ask for one stretch after another, so that a hundred million rows need no more memory than one."""

    def give(columns: list[str] | None, predicate: pl.Expr | None, _rows: int | None, _batch: int | None) -> Iterator[pl.DataFrame]:
        for stretch in stretches():
            chosen = stretch if predicate is None else stretch.filter(predicate)
            yield chosen if columns is None else chosen.select(columns)

    return register_io_source(give, schema=next(stretches()).schema)
