"""Records that may be one person's are found without a shared number, and the surest of them are one person's indeed."""

from __future__ import annotations

import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

from ansinh.delivery.registry import linkage

BENCH = Path(__file__).resolve().parents[3] / "bench" / "copied_people.py"
HOA = {
    "folded_name": "nguyen thi hoa", "sex": "female", "date_of_birth": date(1987, 3, 5), "birth_precision": "day", "id_kind": "cccd", "id_number": "030187001234",
    "phone": "0912345678", "commune": "10630", "district": "291", "province": "30",
}  # fmt: skip


@pytest.fixture(scope="module")
def simulated() -> ModuleType:
    spec = importlib.util.spec_from_file_location("copied_people", BENCH)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def records(*people: dict[str, Any]) -> pl.DataFrame:
    rows = [{"unique_id": str(place), **HOA, **person} for place, person in enumerate(people)]
    return pl.DataFrame(rows, schema_overrides={"date_of_birth": pl.Date}).select(linkage.COLUMNS)


def probability(*people: dict[str, Any]) -> float:
    found = linkage.candidates(records(*people), least=0.0001, share=0.001)
    return found[0].probability if found else 0.0


def test_the_kept_weights_find_most_second_records_and_the_surest_are_right(simulated: ModuleType) -> None:
    rows = list(simulated.copied_people(6000, seed=11))
    table = pl.DataFrame(rows, schema_overrides={"date_of_birth": pl.Date}, infer_schema_length=None)
    who = dict(table.select(pl.col("unique_id").cast(pl.String), "person").rows())
    found = linkage.candidates(table.drop("person"))
    offered = [who[pair.one] == who[pair.other] for pair in found]
    sure = [who[pair.one] == who[pair.other] for pair in found if pair.probability >= linkage.LIKELY]
    assert sum(offered) >= 0.98 * 900
    assert sum(sure) >= 0.93 * 900
    assert sum(sure) >= len(sure) - 1
    assert [pair.probability for pair in found] == sorted((pair.probability for pair in found), reverse=True)


def test_people_are_simulated_alike_from_a_seed_and_fifteen_of_a_hundred_twice(simulated: ModuleType) -> None:
    first, second = (list(simulated.copied_people(400, seed=5)) for _ in range(2))
    assert first == second
    assert len({row["person"] for row in first}) == 340
    assert len({row["unique_id"] for row in first}) == 400


def test_an_old_card_and_a_new_one_are_never_held_against_each_other() -> None:
    same = probability({}, {"id_kind": "cmnd", "id_number": "024205282"})
    other = probability({}, {"id_number": "030187009999"})
    assert same > linkage.LIKELY
    assert same > other


def test_a_name_written_another_way_still_leads_to_the_person_and_a_common_name_alone_does_not() -> None:
    assert probability({}, {"folded_name": "nguyen hoa", "id_kind": "", "id_number": ""}) > linkage.OFFERED
    assert probability({}, {"folded_name": "nguyen thi hoan", "id_kind": "", "id_number": ""}) > linkage.OFFERED
    assert probability({}, {"date_of_birth": date(1962, 11, 20), "id_kind": "", "id_number": "", "phone": ""}) < linkage.LIKELY


def test_nobody_and_one_person_have_no_double() -> None:
    assert linkage.candidates(records({}).clear()) == []
    assert linkage.candidates(records({})) == []
