"""The same linkage on Spark, for a whole nation on a cluster: the same weights and blocks, the conditions in Spark's words.

Nothing beside Spark and Splink is needed on the workers, no jar and no Python: a distance of one, swapped neighbours included, is said in plain SQL.
"""

from __future__ import annotations

import contextlib
import copy
import re
import tempfile
from typing import TYPE_CHECKING, Any

from splink import Linker
from splink.backends.spark import SparkAPI

from ansinh.delivery.registry.linkage import OFFERED, SHARE, at_size, known_model

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pyspark.sql import SparkSession

PREPARED = """
    SELECT unique_id, name, family, given, concat(family, ' ', given) AS ends, syllables, array_join(array_sort(syllables), ' ') AS sorted,
        nullif(sex, '') AS sex, CASE WHEN birth_precision <> 'none' THEN date_of_birth END AS born, birth_precision AS precision,
        CASE WHEN birth_precision <> 'none' THEN year(date_of_birth) END AS year, CASE WHEN birth_precision = 'day' THEN date_of_birth END AS day,
        CASE WHEN id_kind = 'cccd' THEN id_number END AS cccd, CASE WHEN id_kind = 'cmnd' THEN id_number END AS cmnd, nullif(phone, '') AS phone, commune, district, province
    FROM (SELECT *, syllables[0] AS family, element_at(syllables, -1) AS given FROM (SELECT *, split(name, ' ') AS syllables
        FROM (SELECT *, nullif(replace(folded_name, 'y', 'i'), '') AS name FROM records)))"""
"""As `linkage.PREPARED`."""

CLOSE = re.compile(r"damerau_levenshtein\((\w+), (\w+)\) <= 1")
HAS_ALL = re.compile(r"list_has_all\((\w+), (\w+)\)")
AS_NUMBER = re.compile(r"(\([^()]*(?:\([^()]*\)[^()]*)*\))::int")
SWAPPED = (
    r"(levenshtein(\1, \2) <= 1 OR (length(\1) = length(\2) AND levenshtein(\1, \2) = 2 AND exists(sequence(1, length(\1) - 1),"
    r" place -> concat(substring(\1, 1, place - 1), substring(\1, place + 1, 1), substring(\1, place, 1), substring(\1, place + 2, 100)) = \2)))"
)


UNTOUCHED = "org.apache.spark.sql.catalyst.optimizer."
APART = ",".join(f"{UNTOUCHED}{rule}" for rule in ("CollapseProject", "PushDownPredicates"))
"""Rules that would write each comparison into each weight and into the threshold: code no compiler takes, and twenty times the work."""


@contextlib.contextmanager
def _apart(spark: SparkSession) -> Iterator[None]:
    """Keep comparisons and weights apart, and shuffle over as many parts as the cluster has cores, while the block runs."""
    cores = spark.sparkContext.defaultParallelism
    wanted = {"spark.sql.optimizer.excludedRules": APART, "spark.sql.shuffle.partitions": str(max(2, 2 * cores))}
    before = {name: spark.conf.get(name, None) for name in wanted}
    for name, value in wanted.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        spark.catalog.clearCache()
        for name, old in before.items():
            if old is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, old)


def score_on_spark(spark: SparkSession, records: Path, pairs: Path, *, least: float = OFFERED, share: float = SHARE) -> int:
    """Score the people of a Parquet file (columns `linkage.COLUMNS`) and write the pairs from `least` on to a folder of Parquet; give how many people there were.

    `share` is as `linkage.candidates` takes it. File and folder must be seen under the same path by every worker.
    """
    spark.read.parquet(str(records)).createOrReplaceTempView("records")
    with _apart(spark), tempfile.TemporaryDirectory(dir=pairs.parent) as steps:
        spark.sparkContext.setCheckpointDir(steps)  # each step is written and read again: plans stay short, which is most of what a small run costs
        spark.sql(PREPARED).write.parquet(f"{steps}/people")
        people = spark.read.parquet(f"{steps}/people")
        count = people.count()
        api = SparkAPI(spark_session=spark, break_lineage_method="parquet", register_udfs_automatically=False)  # type: ignore[no-untyped-call] # without types
        linker = Linker(api.register(people), in_spark(at_size(known_model(), count, share)), log_level="WARNING")
        found = linker.inference.predict(threshold_match_probability=least).as_spark_dataframe()
        found.selectExpr("unique_id_l AS one", "unique_id_r AS other", "match_probability AS probability").write.mode("overwrite").parquet(str(pairs))
    return count


def in_spark(model: dict[str, Any]) -> dict[str, Any]:
    """Give a model as Splink's Spark backend takes it."""
    told = copy.deepcopy(model)
    told["sql_dialect"] = "spark"
    for rule in told["blocking_rules_to_generate_predictions"]:
        rule.update(sql_dialect="spark", blocking_rule=rule["blocking_rule"].replace('"', "`"))
    for level in (level for comparison in told["comparisons"] for level in comparison["comparison_levels"]):
        level["sql_condition"] = spoken(level["sql_condition"])
    return told


def spoken(condition: str) -> str:
    """Say a condition of the model in Spark's SQL."""
    condition = CLOSE.sub(SWAPPED, condition.replace('"', "`"))
    condition = HAS_ALL.sub(r"size(array_except(\2, \1)) = 0", condition)
    return AS_NUMBER.sub(r"CAST(\1 AS INT)", condition)
