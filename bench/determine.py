"""How many people a second `law determine` answers, Parquet to Parquet, beside reading and writing the same columns without rules."""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from ansinh.policy.engines.answer_file import answer_file
from ansinh.policy.engines.columns import TYPES
from ansinh.policy.language.nodes import Kind
from ansinh.policy.load import load_programme

AS_OF = date(2021, 8, 10)
FIVE = ("nq68-04", "nq68-05", "nq68-06", "nq68-08", "nq68-12")
UNKNOWN = 0.15


def people(rows: int, seed: int) -> pl.DataFrame:
    """Make a table of facts by chance, unknown in 15 of 100."""
    chance = np.random.default_rng(seed)
    columns = {"id": pl.Series(np.arange(rows)).cast(pl.String)}
    for name, fact in load_programme("nq68").facts.items():
        match fact.kind:
            case Kind.BOOL:
                values = pl.Series(chance.random(rows) < 0.8)
            case Kind.CODE:
                values = pl.Series(chance.choice(sorted(fact.codes) or ["01", "79", "30"], rows))
            case Kind.DATE:
                days = pl.Series(chance.integers(0, 120, rows))
                values = pl.select(pl.lit(AS_OF) - pl.duration(days=days)).to_series()
                values = values.dt.truncate("1mo") if fact.whole_month else values
            case Kind.MONEY:
                values = pl.Series(chance.integers(0, 10**9, rows))
            case _:
                values = pl.Series(chance.integers(0, 100, rows))
        known = pl.Series(chance.random(rows) >= UNKNOWN)
        columns[name] = pl.select(pl.when(known).then(values.cast(TYPES[fact.kind]))).to_series()
    return pl.DataFrame(columns)


def main() -> None:
    """Make the table, ask it and print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    asked = parser.parse_args()
    programme = load_programme("nq68")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "people.parquet", Path(folder) / "answers.parquet"
        people(asked.rows, seed=3).write_parquet(source)
        started = time.perf_counter()
        pl.scan_parquet(source).sink_parquet(target, engine="streaming")
        bare = time.perf_counter() - started
        print(f"{asked.rows:,} people; read and written without rules in {bare:.2f} s")
        for what, policies in (("five policies", FIVE), ("all policies", None)):
            started = time.perf_counter()
            answer_file(source, target, programme, as_of=AS_OF, policies=policies)
            took = time.perf_counter() - started
            print(f"{what:14} {took:>7.2f} s   {asked.rows / took / 1e6:>5.2f} million people a second   {took / bare:>5.1f} x reading and writing")
    print(f"memory, most   {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
