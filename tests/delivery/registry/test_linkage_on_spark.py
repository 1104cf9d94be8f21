"""The linkage of a whole nation: on Spark, and on two workers, it gives the pairs that one machine gives."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest
from click.testing import CliRunner
from django.db import connections

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry import linkage, linkage_spark
from ansinh.delivery.registry.link_all import link_all, score_here
from ansinh.delivery.registry.models import Person
from ansinh.doors.cli.registry import registry
from delivery.casework import MORNING
from delivery.registry.test_linkage import simulated as copied
from policy.engines.cluster import QUICK, works_of

if TYPE_CHECKING:
    from types import ModuleType

    from pyspark.sql import SparkSession

pytestmark = pytest.mark.xdist_group("spark")
simulated = copied
PEOPLE = 1_200


def people(simulated: ModuleType) -> pl.DataFrame:
    rows = list(simulated.copied_people(PEOPLE, seed=21))
    return (
        pl.DataFrame(rows, schema_overrides={"date_of_birth": pl.Date}, infer_schema_length=None)
        .drop("person")
        .with_columns(pl.col("unique_id").cast(pl.String))
    )


def pairs(table: pl.DataFrame) -> dict[frozenset[str], float]:
    return {frozenset(found[:2]): round(found[2], 9) for found in table.select("one", "other", "probability").rows()}


def test_a_distance_of_one_is_the_same_in_both_languages(spark: SparkSession) -> None:
    chance = random.Random(68)  # noqa: S311 - made-up names
    rows = []
    for _ in range(600):
        one = "".join(chance.choices("abn ", k=chance.randrange(1, 12)))
        other = one
        for _slip in range(chance.randrange(4)):
            place = chance.randrange(len(other) + 1)
            before, after = other[:place], other[place:]
            other = chance.choice((before + after[1:], f"{before}n{after}", before + after[:2][::-1] + after[2:]))
        rows.append((one, other))
    condition = linkage.close("name")
    here = duckdb.connect(":memory:")
    here.register("texts", pl.DataFrame(rows, schema=["name_l", "name_r"], orient="row").to_arrow())
    near, plain = zip(*here.sql(f"SELECT {condition}, damerau_levenshtein(name_l, name_r) <= 1 FROM texts").fetchall(), strict=True)  # noqa: S608 - ours
    spark.createDataFrame(rows, ["name_l", "name_r"]).createOrReplaceTempView("texts")
    found = tuple(row.near for row in spark.sql(f"SELECT {linkage_spark.spoken(condition)} AS near FROM texts").collect())  # noqa: S608 - ours
    assert found == near == plain
    assert 100 < sum(found) < 500


def stored(table: pl.DataFrame) -> None:
    """Keep the people of a table as the register does."""
    rows = [Person(**row, identity=f"made:{place}", known_since=MORNING) for place, row in enumerate(table.drop("unique_id").to_dicts())]
    with acting(NATION):
        Person.objects.bulk_create(rows)


def test_the_register_of_the_nation_is_looked_through_on_two_workers(
    own_db: str, live_environ: dict[str, str], spark_cluster: tuple[str, Path], simulated: ModuleType, tmp_path: Path
) -> None:
    stored(people(simulated))
    found = link_all(tmp_path / "here.parquet", work=tmp_path, score=score_here)
    with acting(NATION):
        assert found.people == Person.objects.count() == PEOPLE
    connections.close_all()
    master, folder = spark_cluster
    before = works_of(folder)
    command = [sys.executable, "-c", "from ansinh.doors.cli.main import main; main()", "registry", "link", "--out", str(tmp_path / "spark.parquet")]
    told = subprocess.run(  # noqa: S603 - ourselves
        [*command, "--engine", "spark", "--master", master, "--json"], env={**os.environ, **live_environ, **QUICK}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr[-2000:]
    here, on_spark = (pl.read_parquet(tmp_path / f"{name}.parquet") for name in ("here", "spark"))
    assert pairs(on_spark) == pairs(here)
    assert found.pairs >= 170, "of 180 who are there twice"
    assert json.loads(told.stdout) == {"people": PEOPLE, "pairs": found.pairs, "engine": "spark", "out": str(tmp_path / "spark.parquet")}
    assert on_spark["probability"].is_sorted(descending=True)
    assert {place.parent.name for place in works_of(folder) - before} == {"worker0", "worker1"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here.parquet", "spark.parquet"], "the people's data are gone"


def test_a_run_that_fails_leaves_neither_people_nor_half_a_table(own_db: str, tmp_path: Path) -> None:
    target = tmp_path / "pairs.parquet"
    target.write_bytes(b"older")

    def fail(_people: Path, _pairs: Path) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        link_all(target, work=tmp_path, score=fail, province="30")
    assert (target.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (b"older", ["pairs.parquet"])


def test_a_master_is_for_spark_only() -> None:
    assert CliRunner().invoke(registry, ["link", "--out", "a.parquet", "--master", "local[1]"]).exit_code == 2
