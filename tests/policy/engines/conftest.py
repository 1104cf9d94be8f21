"""One Spark session for all tests of a process; without Java they fail, they are never skipped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from ansinh.policy.engines.spark import session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on both cores, without a cluster."""
    with session() as started:
        yield started
