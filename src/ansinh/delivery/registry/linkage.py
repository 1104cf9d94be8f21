"""Which records may be one person's without sharing a number: a Fellegi-Sunter model over names, births, numbers, telephones and places.

Runs in DuckDB inside the process, touches no database and decides nothing: it gives pairs with a probability, and a human
decides. The weights were learnt from simulated people whose truth is known (`bench/linkage.py --train`) and lie beside this file.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb
import polars as pl
import splink.comparison_level_library as levels
from splink import Linker, SettingsCreator, block_on
from splink.backends.duckdb import DuckDBAPI
from splink.comparison_library import CustomComparison

if TYPE_CHECKING:
    from collections.abc import Sequence

    from splink.internals.comparison_creator import ComparisonCreator
    from splink.internals.comparison_level_creator import ComparisonLevelCreator

MODEL = Path(__file__).with_name("linkage_model.json")
LIKELY = 0.97
"""From here a pair is an automatic candidate: on held-out people at least 999 of 1,000 such pairs are one person's."""
OFFERED = 0.02
"""From here a pair is worth a human's look."""
SHARE = 0.15
"""How many of the records are taken to be second ones when nothing is known of them."""
NEVER_SEEN_SAME, NEVER_SEEN_OTHER = 0.0005, 1e-8
"""What is taken of an agreement that training never saw of one person, or of two: rare, not impossible."""
MEMORY, THREADS = "1200MB", 2

COLUMNS = ("unique_id", "folded_name", "sex", "date_of_birth", "birth_precision", "id_kind", "id_number", "phone", "commune", "district", "province")

PREPARED = """
    SELECT unique_id, {truth} name, family, given, family || ' ' || given AS ends, syllables, array_to_string(list_sort(syllables), ' ') AS sorted,
        nullif(sex, '') AS sex, CASE WHEN birth_precision <> 'none' THEN date_of_birth END AS born, birth_precision AS precision,
        CASE WHEN birth_precision <> 'none' THEN year(date_of_birth) END AS year, CASE WHEN birth_precision = 'day' THEN date_of_birth END AS day,
        CASE WHEN id_kind = 'cccd' THEN id_number END AS cccd, CASE WHEN id_kind = 'cmnd' THEN id_number END AS cmnd, nullif(phone, '') AS phone, commune, district, province
    FROM (SELECT *, syllables[1] AS family, syllables[-1] AS given FROM (SELECT *, string_split(name, ' ') AS syllables
        FROM (SELECT *, nullif(replace(folded_name, 'y', 'i'), '') AS name FROM records)))"""
"""Names folded, y as i; a birth known by its year alone tells no day; a card and an old card are never held against each other."""

BLOCKS: tuple[tuple[str, ...], ...] = (
    ("cccd",), ("cmnd",), ("phone", "year"), ("phone", "given"), ("given", "day"), ("day", "province"), ("sorted", "year"), ("ends", "year", "province"),
    ("given", "commune"), ("family", "year", "commune"), ("given", "year", "district"),
)  # fmt: skip
"""Only pairs that share one of these are looked at; each catches what the others miss when one thing was written wrong."""


class Pair(NamedTuple):
    """Two records and how probably they are one person's."""

    one: str
    other: str
    probability: float


def table_of(rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    """Make the table of records from rows in the order of `COLUMNS`."""
    kinds = dict.fromkeys(COLUMNS, pl.String) | {"date_of_birth": pl.Date}
    return pl.DataFrame(rows, schema={name: kinds[name] for name in COLUMNS}, orient="row")


def candidates(records: pl.DataFrame, *, least: float = OFFERED, share: float = SHARE, model: dict[str, Any] | None = None) -> list[Pair]:
    """Give the pairs of `records` (columns `COLUMNS`) that are one person's with at least this probability, the surest first.

    `share` is how many records are expected to be second ones; it moves all probabilities together.
    """
    table = scored(records, least=least, share=share, model=model)
    return [Pair(str(one), str(other), float(probability)) for one, other, probability in table.rows()]


def scored(records: pl.DataFrame, *, least: float, share: float = SHARE, model: dict[str, Any] | None = None) -> pl.DataFrame:
    """Give the same pairs as a table `one, other, probability`, for more of them than a list should hold."""
    if records.height < 2:  # noqa: PLR2004 - nobody to compare with
        return records.select(one="unique_id", other="unique_id", probability=0.0).clear()
    connection = _connection()
    linker = _linker(connection, records, at_size(model or known_model(), records.height, share))
    found = linker.inference.predict(threshold_match_probability=least)
    chosen = (
        f"SELECT unique_id_l AS one, unique_id_r AS other, match_probability AS probability FROM {found.physical_name} ORDER BY probability DESC, one, other"  # noqa: S608 - a table of Splink's own
    )
    table: pl.DataFrame = connection.sql(chosen).pl()
    connection.close()
    return table


def train(records: pl.DataFrame, *, seed: int = 68) -> dict[str, Any]:
    """Learn the weights from records whose column `person` says who is whom; give the model as plain data."""
    connection = _connection()
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=_comparisons(), blocking_rules_to_generate_predictions=[block_on(*columns) for columns in BLOCKS],
        retain_matching_columns=False, retain_intermediate_calculation_columns=False, probability_two_random_records_match=_prior(records.height, SHARE),
    )  # fmt: skip
    linker = _linker(connection, records, settings, truth="person,")
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7, seed=seed)
    linker.training.estimate_m_from_label_column("person")
    model: dict[str, Any] = linker.misc.save_model_to_json()
    connection.close()
    for comparison in model["comparisons"]:
        for level in comparison["comparison_levels"]:
            if not level.get("is_null_level"):
                level["m_probability"] = max(level.get("m_probability") or 0, NEVER_SEEN_SAME)
                level["u_probability"] = max(level.get("u_probability") or 0, NEVER_SEEN_OTHER)
    return model


def known_model() -> dict[str, Any]:
    """Give the model that was learnt."""
    model: dict[str, Any] = json.loads(MODEL.read_text(encoding="utf-8"))
    return model


def _connection() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{MEMORY}'; SET threads = {THREADS}; SET preserve_insertion_order = false")
    return connection


def _linker(connection: duckdb.DuckDBPyConnection, records: pl.DataFrame, settings: SettingsCreator | dict[str, Any], truth: str = "") -> Linker:
    connection.register("records", records.to_arrow())
    connection.execute(f"CREATE TABLE people AS {PREPARED.format(truth=truth)}")
    connection.unregister("records")
    api = DuckDBAPI(connection)
    return Linker(api.register("people"), settings, log_level="WARNING")


def at_size(model: dict[str, Any], records: int, share: float) -> dict[str, Any]:
    """Give a model as it holds for so many records of which a share is expected to be second ones."""
    return {**model, "probability_two_random_records_match": _prior(records, share)}


def _prior(records: int, share: float) -> float:
    """Turn a share of second records into the chance that two records drawn blindly are one person's."""
    return min(0.5, 2 * share / max(records, 2))


def close(column: str) -> str:
    """Say that two texts differ by one letter put in, left out or wrong, or by two neighbours swapped.

    The distance is reckoned only where that can be: of eight letters or more, three at the beginning or at the end are then the same.
    """
    one, other = f"{column}_l", f"{column}_r"
    may_be = f"abs(length({one}) - length({other})) <= 1 AND (length({one}) < 8 OR left({one}, 3) = left({other}, 3) OR right({one}, 3) = right({other}, 3))"
    return f"{may_be} AND damerau_levenshtein({one}, {other}) <= 1"


def _comparisons() -> list[ComparisonCreator | dict[str, Any]]:
    return [
        _compared("name", "name", [
            levels.ExactMatchLevel("name", term_frequency_adjustments=True),
            _level("sorted_l = sorted_r", "the same syllables in another order", "sorted"),
            _level("ends_l = ends_r AND (list_has_all(syllables_l, syllables_r) OR list_has_all(syllables_r, syllables_l))", "middle names missing", "ends"),
            _level(close("name"), "one letter"),
            _level("given_l = given_r AND family_l = family_r", "family and given name", "ends"),
            _level("given_l = given_r", "given name", "given"),
        ]),
        _compared("born", "born", [
            _level("day_l = day_r", "the same day"),
            _level("(precision_l = 'year' OR precision_r = 'year') AND year_l = year_r", "the same year, known no closer"),
            _level("year_l = year_r AND month(day_l) = day(day_r) AND day(day_l) = month(day_r)", "day and month swapped"),
            _level("(year_l = year_r)::int + (month(born_l) = month(born_r))::int + (day(born_l) = day(born_r))::int = 2", "two parts of three"),
            _level("year_l = year_r", "the same year"),
        ]),
        _compared("cccd", "cccd", [_level("cccd_l = cccd_r", "the same"), _level(close("cccd"), "one digit")]),
        _compared("cmnd", "cmnd", [_level("cmnd_l = cmnd_r", "the same"), _level(close("cmnd"), "one digit")]),
        _compared("phone", "phone", [_level("phone_l = phone_r", "the same")]),
        _compared("place", "commune", [
            _level("commune_l = commune_r", "commune"), _level("district_l = district_r", "district"), _level("province_l = province_r", "province"),
        ]),
        _compared("sex", "sex", [_level("sex_l = sex_r", "the same")]),
    ]  # fmt: skip


def _level(condition: str, label: str, frequency: str = "") -> ComparisonLevelCreator:
    made = levels.CustomLevel(condition, label)
    return made.configure(tf_adjustment_column=frequency, disable_tf_exact_match_detection=True) if frequency else made


def _compared(name: str, column: str, agreeing: Sequence[Any]) -> CustomComparison:
    unknown = levels.CustomLevel(f"{column}_l IS NULL OR {column}_r IS NULL", "unknown").configure(is_null_level=True)
    return CustomComparison(output_column_name=name, comparison_levels=[unknown, *agreeing, levels.ElseLevel()])
