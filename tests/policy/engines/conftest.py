"""One Spark session for all tests of a process; without Java they fail, they are never skipped."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest

from ansinh.policy.engines import spark as engine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

logging.getLogger("py4j").setLevel(logging.WARNING)  # it says good-bye after the tests have closed their streams
QUICK = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", "spark.default.parallelism": "1"}
"""A session so short is not worth Java's second compiler."""


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on both cores, without a cluster."""
    with patch.dict(engine.SETTINGS, QUICK), engine.session() as started:
        yield started
