"""All people of the nation, or of a province, looked through at once for pairs that may be one person: a table of keys, which decides and offers nothing.

For those who answer for the register as a whole: pairs of two provinces are no officer's yet. The people's data lie in a private folder while
it runs and are removed at its end, whatever happens; the table holds keys and probabilities only.
"""

from __future__ import annotations

import shutil
import tempfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import polars as pl
from django.db import connection

from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = """
    COPY (SELECT id AS unique_id, folded_name, sex, date_of_birth, birth_precision, id_kind, id_number, phone, commune, district, province
        FROM registry_person WHERE same_as_id IS NULL{province}) TO STDOUT (FORMAT csv, HEADER true)"""
ALIKE = ("one", "other")


class Linked(NamedTuple):
    """How many people were compared, and how many pairs were found."""

    people: int
    pairs: int


def link_all(target: Path, *, work: Path, score: Callable[[Path, Path], object], province: str = "") -> Linked:
    """Compare all people, or those of one province, and write `target` (Parquet: one, other, probability, the surest first).

    `score` takes the Parquet file of people and the folder for the pairs: `score_here`, or Spark; `work` is the folder in which both lie meanwhile. A run
    that fails leaves an older `target` as it was.
    """
    folder = Path(tempfile.mkdtemp(prefix="linkage-", dir=work))  # nobody else may look into it
    try:
        people = _people(folder, province)
        score(people, folder / "pairs")
        found = pl.scan_parquet(folder / "pairs" / "*.parquet").sort("probability", *ALIKE, descending=[True, False, False]).collect()
        draft = target.with_name(f".{target.name}.part")
        found.write_parquet(draft)
        draft.replace(target)
        return Linked(pl.scan_parquet(people).select(pl.len()).collect().item(), found.height)
    finally:
        shutil.rmtree(folder)


def score_here(people: Path, pairs: Path) -> None:
    """Score on this machine: for some million people."""
    linkage = import_module("ansinh.delivery.registry.linkage")  # takes a second to load, and only this needs it
    pairs.mkdir()
    linkage.scored(pl.read_parquet(people), least=linkage.OFFERED).write_parquet(pairs / "pairs.parquet")


def _people(folder: Path, province: str) -> Path:
    """Write the people as Parquet, in a stream; give the file."""
    told, people = folder / "people.csv", folder / "people.parquet"
    statement = KEPT.format(province=" AND province = %s" if province else "")
    with acting(NATION), connection.cursor() as cursor, told.open("wb") as out:
        cursor.execute("SET LOCAL statement_timeout = '3600s'")
        with cursor.cursor.copy(statement, [province] if province else None) as copy:
            for piece in copy:
                out.write(piece)
    kinds = dict.fromkeys(("unique_id", "folded_name", "sex", "birth_precision", "id_kind", "id_number", "phone", "commune", "district", "province"), pl.String)
    pl.scan_csv(told, schema_overrides={**kinds, "date_of_birth": pl.Date}).sink_parquet(people)
    told.unlink()
    return people
