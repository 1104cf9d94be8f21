"""The law asked of a whole table on Spark: for a country's register on a cluster. The same checks and the same answers as on one machine.

The table and the folder of the answers must be seen under the same path by whoever starts it and by every worker.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from typing import TYPE_CHECKING

import polars as pl

from ansinh.policy.engines.spark_statements import TOLD, answers, faults, typed, wrong
from ansinh.policy.engines.table import GIVEN, ID, TableFault, asked, expected, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from ansinh.policy.programme import Programme

LOOPBACK = "127.0.0.1"
MASTER = "local[2]"

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.ansi.enabled": "true",  # whatever overflows unforeseen stops the run, it never answers
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",  # nothing is shuffled but single rows
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",  # one calendar, as everywhere
    "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
    "spark.sql.csv.parser.columnPruning.enabled": "false",  # a row with too many fields must be seen
}
CSV = {"header": "true", "escape": '"', "mode": "FAILFAST", "enforceSchema": "true"}


class EngineMissing(RuntimeError):
    """Spark cannot run here; says what to install or to start."""


@contextlib.contextmanager
def session(master: str = MASTER, *, address: str = LOOPBACK) -> Iterator[SparkSession]:
    """Give a Spark session at a master, its driver bound to `address`; stopped at the end. Raises `EngineMissing`."""
    try:
        from pyspark.errors import PySparkException  # noqa: PLC0415 - an optional part, and slow to load
        from pyspark.sql import SparkSession  # noqa: PLC0415 - as above
    except ImportError as missing:
        raise EngineMissing("Spark is not installed: run `.venv/bin/pip install 'ansinh[spark]'`, or use the local engine") from missing
    os.environ["SPARK_LOCAL_IP"] = address
    builder = SparkSession.builder.master(master).appName("ansinh")
    for name, value in {**SETTINGS, "spark.driver.host": address, "spark.driver.bindAddress": address}.items():
        builder = builder.config(name, value)
    try:
        spark = builder.getOrCreate()
    except PySparkException as error:
        if "JAVA" in str(error):
            raise EngineMissing("Spark needs Java 17 or later: as root run `apt-get install openjdk-17-jre-headless`, or set JAVA_HOME") from error
        raise EngineMissing(f"no Spark at {master}: {_first_line(error)}") from error
    except Exception as error:  # py4j names no better class for whatever Java throws while the session starts
        raise EngineMissing(f"no Spark at {master}: {_first_line(error)}") from error
    try:
        yield spark
    finally:
        spark.stop()


def answer_file_on_spark(spark: SparkSession, source: Path, target: Path, programme: Programme, *, as_of: date, policies: Collection[str] | None = None) -> int:
    """Ask the law of each row of `source` and write `target` (CSV or Parquet) as one file, in no order; give how many rows were written.

    Raises `TableFault` for a table that cannot be asked or a target that cannot be written, `NotInForce` before the first
    version. A run that fails leaves an older `target` as it was.
    """
    from py4j.protocol import Py4JJavaError  # type: ignore[import-untyped] # noqa: PLC0415 - comes with the optional part, without types
    from pyspark.errors import PySparkException  # noqa: PLC0415 - as above

    if target.suffix.lower() not in {".csv", ".parquet"}:
        raise TableFault(f"{target.name}: answers are written as .csv or .parquet")
    if target.exists() and target.samefile(source):
        raise TableFault(f"{target.name}: the answers cannot take the place of the facts; name another file")
    held = dict(read_table(source, programme, policies=policies, as_of=as_of).collect_schema())
    parts = target.absolute().with_name(f".{target.name}.{os.getpid()}.parts")
    try:
        told = _told(spark, source.absolute(), held)
        _check(spark, told, held, source, programme, as_of)
        told.createOrReplaceTempView(TOLD)
        statement = answers(typed(held, programme), programme, as_of=as_of, policies=policies)
        spark.sql(statement.sql("spark")).write.parquet(str(parts))
        return _merge(parts, target, held[ID]) if asked(programme, policies) else 0
    except (Py4JJavaError, PySparkException) as error:
        raise _fault_of(source, error) from error
    except (pl.exceptions.PolarsError, OSError) as error:
        raise TableFault(f"{target.name}: not written: {_first_line(error)}") from error
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _told(spark: SparkSession, source: Path, held: Mapping[str, pl.DataType]) -> DataFrame:
    if source.suffix.lower() == ".parquet":
        return spark.read.parquet(str(source))
    schema = ", ".join(f"`{name}` STRING" for name in held)
    return spark.read.options(**CSV).schema(schema).csv(str(source))


def _check(spark: SparkSession, told: DataFrame, held: Mapping[str, pl.DataType], source: Path, programme: Programme, as_of: date) -> None:
    """Read the whole table once and refuse it for the first column that holds what cannot be, naming the first such row."""
    if source.suffix.lower() == ".csv":
        _check_lines(spark, source)
    told.createOrReplaceTempView(TOLD)
    found = spark.sql(faults(held, programme, as_of).sql("spark")).first()
    facts_first = sorted(held, key=lambda name: name == ID)
    fault = next((name for name in facts_first if found is not None and found[name]), None)
    if fault == ID:
        raise TableFault(f"a row has no “{ID}”")
    if fault is not None:
        row = _first_row(told, wrong(fault, held[fault], programme, as_of).sql("spark"))
        raise TableFault(f"row {row}: “{fault}” holds a value that cannot be; it is {expected(programme.facts[fault], as_of)}")


def _check_lines(spark: SparkSession, source: Path) -> None:
    """Refuse lines that cannot be told apart when a file is read in pieces: empty ones, and quotes that reach over the end of a line."""
    quotes = """LENGTH(value) - LENGTH(REPLACE(value, '"', ''))"""
    found = spark.read.text(str(source)).selectExpr("BOOL_OR(value = '') AS empty", f"BOOL_OR(({quotes}) % 2 = 1) AS open").first()
    if found is not None and found["empty"]:
        raise TableFault(f"a row has no “{ID}”")
    if found is not None and found["open"]:
        raise TableFault(f"{source.name}: a value in quotes reaches over the end of a line; write it in one line, or use the local engine")


def _first_row(told: DataFrame, test: str) -> str | None:
    """Give the id of the first row of the file that fails: the one in the earliest block, and there the earliest read."""
    places = told.selectExpr("*", "_metadata.file_block_start AS ` start`", "MONOTONICALLY_INCREASING_ID() AS ` row`")
    first = places.where(test).selectExpr(f"MIN_BY(CAST(`{ID}` AS STRING), STRUCT(` start`, ` row`)) AS `{ID}`").first()
    return None if first is None else first[ID]


def _merge(parts: Path, target: Path, id_type: pl.DataType) -> int:
    """Make one file of the parts and put it in its place when it is whole."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    table = pl.scan_parquet(parts / "*.parquet").select(GIVEN).with_columns(pl.col(ID).cast(id_type))
    try:
        if target.suffix.lower() == ".csv":
            table.sink_csv(part, engine="streaming")
        else:
            table.sink_parquet(part, engine="streaming")
        rows = int(table.select(pl.len()).collect(engine="streaming").item())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return rows


def _fault_of(source: Path, error: Exception) -> TableFault:
    text = str(error)
    if "MALFORMED_RECORD" in text or "MALFORMED_CSV" in text:
        return TableFault(f"{source.name}: a row has not as many fields as the heading")
    return TableFault(f"{source.name}: Spark could not answer: {_first_line(error)}")


def _first_line(error: Exception) -> str:
    return next((line for line in str(error).splitlines() if line.strip()), type(error).__name__)
