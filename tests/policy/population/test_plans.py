"""A population's file is refused with its line where it is at fault; a programme without one, and a fact it does not name, has plain chance."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from ansinh.policy.facts import known_facts
from ansinh.policy.language.nodes import Kind
from ansinh.policy.load import PROGRAMMES, LawFault
from ansinh.policy.population.people import Population
from ansinh.policy.population.read_plan import FILE, read_plan
from ansinh.policy.programme import FactDefinition

ON = date(2021, 6, 1)
BOTH = {"vi": "x", "en": "x"}


def fact(name: str, kind: Kind, *codes: str, whole_month: bool = False) -> FactDefinition:
    return FactDefinition(id=name, kind=kind, question=BOTH, help={}, choices={}, unit="", ask=True, codes=frozenset(codes), whole_month=whole_month)


FACTS = {
    one.id: one
    for one in (
        fact("asks", Kind.BOOL), fact("days", Kind.INT), fact("begins", Kind.DATE), fact("zone", Kind.CODE, "a", "b"), fact("ward", Kind.CODE),
        fact("loss", Kind.MONEY), fact("paid_month", Kind.DATE, whole_month=True),
    )
}  # fmt: skip
SOUND = """\
unless_told: {cite: set for a test, verified: false, note: to be compared}
kinds:
  person: {vi: "Người", en: "Person"}
  shop: {vi: "Cửa hàng", en: "Shop"}
lives:
  farmer: {kind: person, text: {vi: "Nông dân", en: "Farmer"}, number: 300, cite: a count, verified: true}
  trader: {kind: shop, text: {vi: "Người bán", en: "Trader"}, number: 100, cite: a count, verified: true}
draws:
  zone: {among: {a: 1, b: 3}}
  flooded: {trait: bool, when: zone == "b", chance: 0.5}
  begins: {when: flooded, bands: [[2021-05-01, 2021-05-31, 1], [2021-06-01, 2021-06-30, 1]]}
  days:
    draws:
      - {when: surely(begins <= as_of) and life == "farmer", bands: [[1, 3, 1], [10, 20, 1]], most: as_of - begins + 1}
      - {when: surely(begins <= as_of), is: as_of - begins + 1}
  asks: {chance: 0.9}
groups:
  hit: {text: {vi: "Bị ngập", en: "Flooded"}, when: days >= 1}
  rest: {text: {vi: "Còn lại", en: "The rest"}}
"""


def folder_with(where: Path, text: str = SOUND) -> Path:
    (where / FILE).parent.mkdir(parents=True)
    (where / FILE).write_text(text, encoding="utf-8")
    return where


def made(folder: Path, count: int = 2_000) -> tuple[pl.DataFrame, pl.DataFrame]:
    return Population(read_plan(folder, FACTS, as_of=ON), 4, count, ON).stretch(0, count)


def test_a_small_file_draws_what_it_says_in_its_order(tmp_path: Path) -> None:
    plan = read_plan(folder_with(tmp_path), FACTS, as_of=ON)
    facts, groups = made(tmp_path)
    rows = facts.with_columns(groups["kind"], groups["group"])
    assert plan.country == 400
    assert rows.filter(pl.col("kind") == "person").height / 2_000 == pytest.approx(0.75, abs=0.04)
    assert rows.filter(pl.col("zone") == "b").height / 2_000 == pytest.approx(0.75, abs=0.04)
    begun = rows.filter(pl.col("begins").is_not_null())
    assert begun["zone"].unique().to_list() == ["b"]
    assert begun["begins"].max() == ON
    farmers, traders = (begun.filter(pl.col("kind") == kind) for kind in ("person", "shop"))
    since = pl.col("begins") <= date(2021, 5, 13)  # so long ago that twenty days have passed
    assert set(farmers.filter(since)["days"]) == {1, 2, 3, *range(10, 21)}
    assert farmers.filter(~since & (pl.col("days") > (pl.lit(ON) - pl.col("begins")).dt.total_days() + 1)).is_empty()
    assert (traders["days"] == (pl.select(pl.lit(ON)).to_series() - traders["begins"]).dt.total_days() + 1).all()
    assert set(rows.filter(pl.col("begins").is_null())["days"]) == {0}
    assert (rows["group"] == "hit").equals(rows["days"] >= 1)


def test_a_fact_that_the_file_does_not_name_has_plain_chance(tmp_path: Path) -> None:
    assert read_plan(folder_with(tmp_path), FACTS, as_of=ON).plain == ("ward", "loss", "paid_month")
    facts, _groups = made(tmp_path)
    assert facts["loss"].n_unique() > 1_900
    assert facts["ward"].null_count() == len(facts)
    assert facts["paid_month"].dt.day().unique().to_list() == [1]


def test_a_programme_without_a_file_has_plain_chance_for_everything(tmp_path: Path) -> None:
    plan = read_plan(tmp_path, FACTS, as_of=ON)
    facts, groups = made(tmp_path, 600)
    assert plan.country is None
    assert groups.columns == ["id", "kind", "group"]
    assert set(groups["group"]) == {"everybody"}
    assert set(facts["zone"]) == {"a", "b"}
    assert set(facts["asks"]) == {True, False}
    for row in facts.drop("id").iter_rows(named=True):
        known_facts(row, FACTS, as_of=ON)


FAULTS = [
    ("an unknown fact", "  asks: {chance: 0.9}", "  askes: {chance: 0.9}", "is no fact of the programme"),
    ("a fact declared as a trait", "  asks: {chance", "  asks: {trait: bool, chance", "needs no “trait”"),
    ("a trait of no type", "trait: bool", "trait: maybe", "is no type"),
    ("a name that is taken", "  flooded: {trait: bool", "  life: {trait: bool", "already the name"),
    ("a rule that looks ahead", 'when: zone == "b"', "when: asks", "“asks” is no fact"),
    ("a code that cannot be", '"b", chance', '"c", chance', "never “c”"),
    ("a life that is none", '"farmer", bands', '"fisher", bands', "never “fisher”"),
    ("a value that cannot be", "among: {a: 1, b: 3}", "among: {a: 1, d: 3}", "can never be"),
    ("a weight of nothing", "among: {a: 1, b: 3}", "among: {a: 0, b: 3}", "above 0"),
    ("a chance above one", "chance: 0.5", "chance: 5", "between 0 and 1"),
    ("two forms at once", "chance: 0.5", "chance: 0.5, bands: []", "one form"),
    ("no form", ", chance: 0.5", "", "one form"),
    ("a form of another type", "asks: {chance: 0.9}", "asks: {bands: [[1, 2, 1]]}", "cannot give a value of type bool"),
    ("a band that ends before it begins", "[10, 20, 1]", "[20, 10, 1]", "a band is"),
    ("a band of days for numbers", "[10, 20, 1]", "[2021-05-01, 2021-05-02, 1]", "a band is"),
    ("a band of the wrong length", "[10, 20, 1]", "[10, 20]", "a band is"),
    ("a rule of another type", "is: as_of - begins + 1", "is: begins", "int is needed"),
    ("a kind that is none", "kind: shop", "kind: market", "no kind of row"),
    ("nobody of a kind", "number: 100", "number: 0", "at least one"),
    ("a life without a source", "number: 100, cite: a count", "number: 100", "source"),
    ("a figure without a source", "unless_told: {cite: set for a test, verified: false, note: to be compared}\n", "", "source"),
    ("a figure that nobody confirmed, without a note", ", note: to be compared", "", "must be confirmed"),
    ("an unknown key", "  zone: {among", "  zone: {amongst", "“amongst” is not known"),
    ("a draw beside draws", "  days:\n    draws:", "  days:\n    chance: 0.1\n    draws:", "is not known here"),
    ("an unknown key in a draw", "most: as_of", "mots: as_of", "is not known here"),
    ("groups that leave somebody out", ', en: "The rest"}', ', en: "The rest"}, when: asks', "the last group"),
    ("no groups", SOUND[SOUND.index("groups:") :], "groups: {}\n", "is empty"),
]


@pytest.mark.parametrize(("sound", "faulty", "reason"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_named_with_file_line_and_reason(tmp_path: Path, sound: str, faulty: str, reason: str) -> None:
    assert SOUND.count(sound) == 1, sound
    with pytest.raises(LawFault) as fault:
        read_plan(folder_with(tmp_path, SOUND.replace(sound, faulty)), FACTS, as_of=ON)
    assert fault.value.file == "people.yaml"
    assert 1 <= fault.value.line <= len(SOUND.splitlines())
    assert reason in fault.value.reason


def test_a_population_is_no_law_and_does_not_change_its_version(tmp_path: Path) -> None:
    from ansinh.policy.load import load_from, load_programme

    draft = tmp_path / "nq68"
    shutil.copytree(PROGRAMMES / "nq68", draft)
    (draft / FILE).unlink()
    assert load_from(draft).law_version == load_programme("nq68").law_version
