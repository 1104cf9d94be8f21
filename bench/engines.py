"""The three engines on the same people, cell by cell: interpreter, columns and Spark. Prints how many cells differ, which must be none, and the times."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import polars as pl
from determine import AS_OF, people

from ansinh.policy.determine import PolicyAnswer, determine
from ansinh.policy.engines.answer_file import answer_file
from ansinh.policy.engines.spark import answer_file_on_spark, session
from ansinh.policy.engines.table import GIVEN
from ansinh.policy.load import load_programme

SLICE = 20_000
SCHEMA = {"id": pl.String, "policy": pl.String, "outcome": pl.String, "amount": pl.Int64, "failed": pl.String, "unknown": pl.String}


def told(name: str, answer: PolicyAnswer) -> tuple[Any, ...]:
    """An answer of the interpreter as a row of the table."""
    unknown = " ".join(asked.condition.id for asked in answer.conditions if asked.outcome == "unknown")
    return (name, answer.policy, str(answer.outcome), answer.amount, " ".join(answer.failed), unknown)


def interpret(source: Path, target: Path, first: int) -> None:
    """Ask the interpreter, as `law explain` does, of a slice of the people."""
    programme = load_programme("nq68")
    rows = pl.scan_parquet(source).slice(first, SLICE).collect()
    facts = zip(rows["id"], rows.drop("id").iter_rows(named=True), strict=True)
    answers = [told(name, answer) for name, row in facts for answer in determine(row, programme, as_of=AS_OF).policies]
    pl.DataFrame(answers, schema=SCHEMA, orient="row").write_parquet(target / f"{first}.parquet")


def differing(one: Path, other: Path) -> tuple[int, int]:
    """Count the cells of two tables of answers that differ, and all cells, policy by policy."""
    apart = cells = 0
    for policy in load_programme("nq68").policies:
        tables = [pl.scan_parquet(path).filter(pl.col("policy") == policy.id).sort("id").collect() for path in (one, other)]
        assert len(tables[0]) == len(tables[1])
        apart += sum(int(tables[0][name].ne_missing(tables[1][name]).sum()) for name in GIVEN)
        cells += len(tables[0]) * len(GIVEN)
    return apart, cells


def timed(what: str, rows: int, start: float) -> None:
    took = time.perf_counter() - start
    print(f"{what:36} {took:>8.1f} s   {took / rows * 1e6:>8.2f} µs a person", flush=True)


def main() -> None:
    """Make the people, ask each engine of all of them, compare every cell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows, programme, cores = parser.parse_args().rows, load_programme("nq68"), os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, by_interpreter = folder / "people.parquet", folder / "interpreter"
        people(rows, seed=5).write_parquet(source)
        print(f"{rows:,} people, {len(programme.policies)} policies on {AS_OF}, every fact unknown in 15 of 100; {cores} cores", flush=True)
        start = time.perf_counter()
        answer_file(source, folder / "columns.parquet", programme, as_of=AS_OF)
        timed("columns", rows, start)
        start = time.perf_counter()
        with session() as spark:
            timed("Spark, start of the session", rows, start)
            for what in ("Spark, cold", "Spark, warm"):
                start = time.perf_counter()
                answer_file_on_spark(spark, source, folder / "spark.parquet", programme, as_of=AS_OF)
                timed(what, rows, start)
        by_interpreter.mkdir()
        start = time.perf_counter()
        with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
            list(pool.map(partial(interpret, source, by_interpreter), range(0, rows, SLICE)))
        timed(f"interpreter, {cores} processes", rows, start)
        found = {
            "columns and Spark": (folder / "columns.parquet", folder / "spark.parquet"),
            "interpreter and columns": (by_interpreter, folder / "columns.parquet"),
        }
        wrong = 0
        for pair, paths in found.items():
            apart, cells = differing(*paths)
            wrong += apart
            print(f"{pair:36} {apart} of {cells:,} cells differ", flush=True)
    raise SystemExit(wrong > 0)


if __name__ == "__main__":
    main()
