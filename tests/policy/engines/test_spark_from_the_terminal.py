"""`law determine --engine spark` as a person types it: on a master with two workers, and on a machine that has no Java."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from ansinh.policy.engines.answer_file import answer_file
from policy.engines.cluster import QUICK, works_of
from policy.test_law_over_tables import DAYS, PROGRAMME, people, written

pytestmark = pytest.mark.xdist_group("spark")

PEOPLE = 400


def asked(source: Path, target: Path, *more: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Ask all policies of a table on Spark, in a process of its own."""
    command = [sys.executable, "-c", "from ansinh.doors.cli.main import main; main()", "law", "determine", "nq68", "--in", str(source), "--out", str(target)]
    options = ["--as-of", DAYS[1].isoformat(), "--engine", "spark", *more]
    return subprocess.run([*command, *options], env={**os.environ, **QUICK, **environ}, capture_output=True, text=True, check=False)  # noqa: S603 - ourselves


def test_a_master_with_two_workers_gives_what_one_machine_gives(tmp_path: Path, spark_cluster: tuple[str, Path]) -> None:
    source = written(tmp_path, people(PEOPLE, DAYS[1], seed=5), "csv")
    answer_file(source, tmp_path / "local.parquet", PROGRAMME, as_of=DAYS[1])
    master, folder = spark_cluster
    before = works_of(folder)
    told = asked(source, tmp_path / "spark.parquet", "--master", master)
    worked = {place.parent.name for place in works_of(folder) - before}
    assert told.returncode == 0, told.stderr
    assert f"{PEOPLE * len(PROGRAMME.policies):,} rows" in told.stdout
    assert worked == {"worker0", "worker1"}
    local, on_spark = (pl.read_parquet(tmp_path / f"{name}.parquet").sort("id", "policy") for name in ("local", "spark"))
    assert on_spark.equals(local)


def test_without_java_it_is_said_what_to_install(tmp_path: Path) -> None:
    source = written(tmp_path, people(3, DAYS[1]), "csv")
    told = asked(source, tmp_path / "a.csv", JAVA_HOME=str(tmp_path))
    assert told.returncode == 1
    assert "Spark needs Java 17 or later" in told.stderr
    assert not (tmp_path / "a.csv").exists()
