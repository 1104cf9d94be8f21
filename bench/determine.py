"""How many people a second `law determine` answers, Parquet to Parquet with its reasons, beside the same columns read and written without rules.

The table is made by chance, each fact unknown in 15 of 100. In the same run OpenFisca-core reckons the same five policies in memory.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from openfisca_peer import NOTHING, people_a_second

from ansinh.policy.engines.answer_file import Form, answer_file
from ansinh.policy.engines.answers import Asking
from ansinh.policy.engines.asked import asked_of
from ansinh.policy.engines.columns import TYPES
from ansinh.policy.language.nodes import Kind
from ansinh.policy.load import load_programme

AS_OF = date(2021, 8, 10)
FIVE = ("nq68-04", "nq68-05", "nq68-06", "nq68-08", "nq68-12")
UNKNOWN = 0.15
CHUNK = 1_000_000
PEER_ROWS = 1_000_000
PROGRAMME = load_programme("nq68")


def people(rows: int, seed: int) -> pl.DataFrame:
    """Make facts of all people by chance."""
    chance = np.random.default_rng(seed)
    columns = {"id": pl.Series(np.arange(seed * CHUNK, seed * CHUNK + rows)).cast(pl.String)}
    for name, fact in PROGRAMME.facts.items():
        match fact.kind:
            case Kind.BOOL:
                values = pl.Series(chance.random(rows) < 0.8)
            case Kind.CODE:
                codes = pl.Series(sorted(fact.codes) or ["01", "79", "30"])
                values = codes.gather(chance.integers(0, len(codes), rows))
            case Kind.DATE:
                values = pl.Series(chance.integers(0, 120, rows)).cast(pl.Int32)
                values = pl.select(pl.lit(AS_OF).cast(pl.Int32) - values).to_series().cast(pl.Date)
                values = values.dt.truncate("1mo") if fact.whole_month else values
            case Kind.MONEY:
                values = pl.Series(chance.integers(0, 10**9, rows))
            case _:
                values = pl.Series(chance.integers(0, 100, rows))
        known = pl.Series(chance.random(rows) >= UNKNOWN)
        columns[name] = pl.select(pl.when(known).then(values.cast(TYPES[fact.kind]))).to_series()
    return pl.DataFrame(columns)


def make_table(rows: int, path: Path) -> None:
    """Write the table, chunk by chunk."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        for number, start in enumerate(range(0, rows, CHUNK)):
            people(min(CHUNK, rows - start), number).write_parquet(Path(folder) / f"{number:06}.parquet", compression="lz4")
        pl.scan_parquet(Path(folder) / "*.parquet").sink_parquet(path, compression="lz4", engine="streaming")


def measure(source: Path, policies: tuple[str, ...] | None, form: str, runs: int) -> None:
    """Read and write the columns without rules, then answer them; print the median of several runs, in a process of its own."""
    target = source.with_name("answers.parquet")
    needed = dict.fromkeys(name for policy in policies or () for name in PROGRAMME.policy(policy).version_on(AS_OF).facts)
    if policies:
        part = source.with_name("five.parquet")
        pl.scan_parquet(source).select("id", *needed).sink_parquet(part, compression="lz4", engine="streaming")
        source = part
    rows = int(pl.scan_parquet(source).select(pl.len()).collect().item())
    bare, took = [], []
    for _ in range(runs):
        started = time.perf_counter()
        pl.scan_parquet(source).sink_parquet(target, compression="snappy", statistics=False, engine="streaming")
        bare.append(time.perf_counter() - started)
        target.unlink()
        os.sync()  # what was written before is not to be written while the next is timed
        started = time.perf_counter()
        answer_file(source, target, PROGRAMME, as_of=AS_OF, policies=policies, form=Form(form), restart=True)
        took.append(time.perf_counter() - started)
        os.sync()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    what = f"{'five' if policies else 'all'} policies, {form}"
    spread = f"({min(took):.1f} to {max(took):.1f})" if runs > 1 else ""
    print(
        f"{what:20} {median(took):>6.1f} s {spread:16} {rows / median(took) / 1e6:>5.2f} million people a second   "
        f"{median(took) / median(bare):>4.1f} x reading and writing ({median(bare):.1f} s)   {target.stat().st_size / 1e6:>6,.0f} MB   memory {memory:,.0f} MB",
        flush=True,
    )
    target.unlink()


def beside_openfisca(table: pl.DataFrame) -> None:
    """See that OpenFisca gives the same sums where nothing is unknown, and print how fast it is."""
    known = table.with_columns(pl.col(name).fill_null(pl.lit(NOTHING[fact.kind], TYPES[fact.kind])) for name, fact in PROGRAMME.facts.items())
    told = [people_a_second(known, PROGRAMME, FIVE, AS_OF) for _ in range(3)]
    ours = {one.policy.id: one.amount.sum() for one in Asking(asked_of(PROGRAMME, as_of=AS_OF, policies=FIVE)).answers(known)}
    assert ours == told[0][1]
    rate = median(rate for rate, _sums in told)
    print(f"OpenFisca-core, five policies, reckoning alone, {table.height:,} people: {rate / 1e6:.2f} million people a second; the same sums")


def main() -> None:
    """Make the table, ask it and print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--runs", type=int, default=3, help="of each measurement; the median is printed")
    parser.add_argument("--forms", nargs="+", default=["bits", "long"], choices=["bits", "long"])
    parser.add_argument("--one", nargs=3, metavar=("SOURCE", "POLICIES", "FORM"), help="take one measurement of a table that is there")
    asked = parser.parse_args()
    if asked.one:
        measure(Path(asked.one[0]), FIVE if asked.one[1] == "five" else None, asked.one[2], asked.runs)
        return
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "people.parquet"
        make_table(asked.rows, source)
        print(f"{asked.rows:,} people, {source.stat().st_size / 1e6:,.0f} MB", flush=True)
        for form in asked.forms:
            for policies in ("five", "all"):
                once = [sys.executable, __file__, "--runs", str(asked.runs), "--one", str(source), policies, form]
                subprocess.run(once, check=True)  # noqa: S603 - this file
        beside_openfisca(pl.scan_parquet(source).head(PEER_ROWS).collect())


if __name__ == "__main__":
    main()
