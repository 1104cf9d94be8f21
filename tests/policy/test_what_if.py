"""A draft beside the law in force: nothing where nothing changed, exactly the difference where something did, counted again by the interpreter."""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ansinh.policy.determine import Outcome, determine
from ansinh.policy.drawn import drawn
from ansinh.policy.engines.answers import Asking
from ansinh.policy.engines.asked import asked_of
from ansinh.policy.engines.table import TableFault
from ansinh.policy.language.nodes import Kind
from ansinh.policy.load import load_from
from ansinh.policy.population.files import write_people
from ansinh.policy.population.two_laws import VocabulariesDiffer, one_vocabulary, people_of, read_groups
from ansinh.policy.programme import NotInForce, Programme
from ansinh.policy.what_if import METRICS, TOTAL, Comparison, Figures, compare
from policy.population.planned import ON, PROGRAMME, draft_of, drafted, people

ROWS = 6_000
LONGER = ("nq68-04.yaml", "when: leave_days >= 15", "when: leave_days >= 30")
DEARER = ("programme.yaml", "values: [{from: 2021-07-07, value: 3000000}]", "values: [{from: 2021-07-07, value: 3700000}]")
II_5 = "cite: NQ 68/NQ-CP, mục II.5\n    verified: true\n    values: [{from: 2021-07-07, value: "
STOPPAGE = ("programme.yaml", f"{II_5}1000000}}]", f"{II_5}4000000}}]")
CASH = {policy.id for policy in PROGRAMME.policies if policy.pays == "cash"}


def compared(draft: Programme, *, rows: int = ROWS, unknown: float = 0.0, **more: Any) -> Comparison:
    return compare(people(rows, 3, unknown=unknown).chunks(2_500), PROGRAMME, draft, as_of=ON, **more)


def one_by_one(law: Programme, rows: int = ROWS, *, unknown: float = 0.0) -> dict[str, dict[str, int]]:
    """What the interpreter says each row really draws, by id."""
    facts, _groups = people(rows, 3, unknown=unknown).stretch(0, rows)
    found = {}
    for row in facts.iter_rows(named=True):
        name = row.pop("id")
        found[name] = {draw.policy: draw.amount for draw in determine(row, law, as_of=ON).draws}
    return found


@functools.cache
def in_force_one_by_one() -> dict[str, dict[str, int]]:
    return one_by_one(PROGRAMME)


def cash_of(draws: Mapping[str, int]) -> int:
    return sum(amount for policy, amount in draws.items() if policy in CASH)


def unchanged(figures: Figures) -> bool:
    same = figures.people_before == figures.people_after and figures.cost_before == figures.cost_after
    return same and figures.winners == figures.losers == figures.mixed == 0 and figures.undetermined_before == figures.undetermined_after


def test_a_draft_that_changes_nothing_changes_nothing_anywhere(tmp_path: Path) -> None:
    found = compared(draft_of(tmp_path), unknown=0.15)
    assert found.rows == ROWS
    assert found.figures().people_before > 300
    assert found.figures().cost_before > 0
    for item in (TOTAL, *found.policies):
        assert unchanged(found.figures(item))
        assert all(unchanged(part) for by in ("province", "group") for part in found.parts(by, item).values())
        assert found.winners[item] == found.losers[item] == []


def test_a_raised_amount_costs_exactly_the_difference_for_each_who_draws_it(tmp_path: Path) -> None:
    found = compared(draft_of(tmp_path, DEARER))
    business = found.figures("nq68-10")
    assert business.people_before == business.people_after == business.winners > 10
    assert business.cost_after - business.cost_before == 700_000 * business.people_before
    assert found.figures() == dataclasses.replace(
        found.figures(), winners=business.winners, losers=0, cost_after=found.figures().cost_before + 700_000 * business.winners
    )
    assert {group for group, part in found.parts("group").items() if part.winners} == {"household_business"}
    assert all(unchanged(found.figures(policy)) for policy in found.policies if policy != "nq68-10")
    assert [(one.before, one.after) for one in found.winners[TOTAL]] == [(3_000_000, 3_700_000)] * 3


def test_those_who_lose_by_a_tightened_condition_are_those_the_interpreter_counts(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, LONGER)
    found = compared(draft)
    before, after = in_force_one_by_one(), one_by_one(draft)
    losers = {name for name in before if cash_of(after[name]) < cash_of(before[name])}
    assert found.figures().losers == len(losers) > 5
    assert found.figures().winners == 0
    assert {one.id for one in found.losers[TOTAL]} <= losers
    assert found.figures().cost_before == sum(map(cash_of, before.values()))
    assert found.figures().cost_after == sum(map(cash_of, after.values()))
    _facts, groups = people(ROWS, 3).stretch(0, ROWS)
    of = {row["id"]: row for row in groups.iter_rows(named=True)}
    for by in ("province", "group"):
        lost = Counter(of[name][by] for name in losers)
        assert {key: part.losers for key, part in found.parts(by).items() if part.losers} == lost


@pytest.mark.parametrize("unknown", [0.0, 0.15])
def test_what_a_row_draws_is_what_the_interpreter_lets_it_draw(unknown: float) -> None:
    rows = 1_500
    facts, _groups = people(rows, 3, unknown=unknown).stretch(0, rows)
    amounts, open_ = drawn(facts, Asking(asked_of(PROGRAMME, as_of=ON)))
    expected = one_by_one(PROGRAMME, rows, unknown=unknown)
    given = zip(facts["id"], amounts.iter_rows(named=True), strict=True)
    assert {name: {policy: amount for policy, amount in row.items() if amount is not None} for name, row in given} == expected
    for row, told in zip(facts.drop("id").head(300).iter_rows(named=True), open_.iter_rows(named=True), strict=False):
        answer = determine(row, PROGRAMME, as_of=ON)
        assert told == {one.policy: one.outcome is Outcome.UNDETERMINED for one in answer.policies}


def two_of_several_claims() -> pl.DataFrame:
    """A guide on leave for 40 days, to whom two policies give the same, and one on leave for 20 days, to whom one gives more."""
    known = {name: False if fact.kind is Kind.BOOL else 0 if fact.kind in (Kind.INT, Kind.MONEY) else None for name, fact in PROGRAMME.facts.items()}
    wants = {"requests_support": True, "province": "79", "has_labour_contract": True, "si_month_before": True, "employer_stopped_by_authority": True}
    guide = {"guide_card": True, "guide_contract_or_member": True}
    leave = {"leave_start": ON.replace(month=7), "leave_days": 40, "leave_within_contract": True}
    told = [{"id": "equal", **known, **wants, **guide, **leave}, {"id": "more", **known, **wants, **guide, **leave, "leave_days": 20}]
    return pl.DataFrame(told, schema=people(1).stretch(0, 1)[0].schema)


def test_a_person_who_may_draw_several_draws_the_largest_and_of_equals_the_lower_number() -> None:
    amounts, _open = drawn(two_of_several_claims(), Asking(asked_of(PROGRAMME, as_of=ON)))
    drawn_by = [{policy: amount for policy, amount in row.items() if amount is not None} for row in amounts.iter_rows(named=True)]
    assert drawn_by == [{"nq68-04": 3_710_000}, {"nq68-09b": 3_710_000}]


def test_groups_choose_among_all_policies_though_only_one_is_looked_at() -> None:
    claims = two_of_several_claims()
    for policy in ("nq68-04", "nq68-09b"):
        found = compare([(claims, claims.select("id"))], PROGRAMME, PROGRAMME, as_of=ON, policies=[policy])
        assert found.figures(policy).people_before == 1


def test_a_policy_that_overtakes_another_in_its_group_moves_people_and_costs_only_the_rest(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, STOPPAGE)
    found = compared(draft)
    before, after = in_force_one_by_one(), one_by_one(draft)
    assert found.figures().cost_after - found.figures().cost_before == sum(cash_of(after[name]) - cash_of(before[name]) for name in before)
    assert found.figures("nq68-04").losers > 0  # they draw more under another policy, and lose nothing in all
    assert found.figures().losers == 0
    for policy in found.policies:
        assert found.figures(policy).people_after == sum(policy in draws for draws in after.values())


def test_only_the_policies_asked_for_are_looked_at_but_the_groups_choose_among_all(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, LONGER, DEARER)
    whole, one = compared(draft), compared(draft, policies=["nq68-04"])
    assert list(one.policies) == ["nq68-04"]
    assert one.figures("nq68-04") == whole.figures("nq68-04")
    assert one.figures() == one.figures("nq68-04")


def test_a_relief_that_is_no_cash_has_winners_and_losers_but_no_cost(tmp_path: Path) -> None:
    found = compared(
        draft_of(tmp_path, ("programme.yaml", "value: 15}, {from: 2021-11-06, value: 10}", "value: 15}, {from: 2021-11-06, value: 40}")), rows=20_000
    )
    suspended, total = found.figures("nq68-02"), found.figures()
    assert suspended.losers == suspended.people_before - suspended.people_after == total.losers > 5
    assert suspended.cost_after < suspended.cost_before
    assert total.cost_after == total.cost_before


def test_parts_add_up_to_the_whole_and_a_scale_multiplies(tmp_path: Path) -> None:
    found = compared(draft_of(tmp_path, LONGER, DEARER), unknown=0.15)
    for item in (TOTAL, *found.policies):
        whole = dataclasses.asdict(found.figures(item))
        for by in ("province", "group"):
            parts = [dataclasses.asdict(part) for part in found.parts(by, item).values()]
            assert {name: sum(part[name] for part in parts) for name in METRICS} == whole
    assert Figures(people_before=3, cost_after=1_500_001).times(2.5) == Figures(people_before=8, cost_after=3_750_002)


def test_a_policy_new_in_the_draft_and_one_taken_out_are_counted(tmp_path: Path) -> None:
    folder = drafted(tmp_path, ("programme.yaml", "nq68-09b, nq68-10", "nq68-09b"))
    (folder / "nq68-10.yaml").unlink()
    draft = load_from(folder)
    assert compared(draft).figures("nq68-10").people_after == 0
    other_way = compare(people(ROWS, 3).chunks(), draft, PROGRAMME, as_of=ON)
    assert other_way.figures("nq68-10").people_before == 0
    assert other_way.figures("nq68-10").winners == other_way.figures("nq68-10").people_after > 10


def test_a_law_that_did_not_stand_on_the_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotInForce):
        compare(people(10).chunks(), PROGRAMME, draft_of(tmp_path), as_of=ON.replace(year=2020))


def test_people_from_a_file_are_those_made(tmp_path: Path) -> None:
    draft = draft_of(tmp_path, LONGER)
    facts, groups = tmp_path / "people.parquet", tmp_path / "groups.csv"
    write_people(people(3_000, 3, unknown=0.15), facts, groups=groups)
    made = compare(people(3_000, 3, unknown=0.15).chunks(), PROGRAMME, draft, as_of=ON)
    read = compare(people_of(facts, PROGRAMME, dict(PROGRAMME.facts), as_of=ON, groups=groups, chunk=1_000), PROGRAMME, draft, as_of=ON)
    assert (read.rows, read.figures(), read.parts("group"), read.parts("province")) == (3_000, made.figures(), made.parts("group"), made.parts("province"))
    alone = compare(people_of(facts, PROGRAMME, dict(PROGRAMME.facts), as_of=ON), PROGRAMME, draft, as_of=ON)
    assert alone.figures() == made.figures()
    assert list(alone.parts("group")) == [""]
    assert "" in alone.parts("province")  # the province of some is unknown
    pl.read_csv(groups, infer_schema=False).filter(pl.col("group") != "worker").write_csv(groups)
    some = compare(people_of(facts, PROGRAMME, dict(PROGRAMME.facts), as_of=ON, groups=groups, chunk=1_000), PROGRAMME, draft, as_of=ON)
    assert (some.rows, some.parts("group")[""]) == (3_000, made.parts("group")["worker"])


def test_facts_that_differ_are_put_together_or_refused_in_words(tmp_path: Path) -> None:
    shoe = 'shoe_size: {kind: int, question: {vi: "Cỡ giày?", en: "Shoe size?"}, label: {vi: "cỡ giày", en: "shoe size"}}\nrequests_support: {'
    draft = draft_of(
        tmp_path,
        ("facts.yaml", "requests_support: {", shoe),
        ("nq68-10.yaml", "when: business_stop_days >= 15", "when: business_stop_days >= 15 and shoe_size >= 1"),
    )
    words = one_vocabulary(PROGRAMME, draft)
    assert (words.only_in_force, words.only_draft) == ((), ("shoe_size",))
    assert one_vocabulary(draft, PROGRAMME).only_in_force == ("shoe_size",)
    facts = tmp_path / "people.csv"
    write_people(people(2_000, 3), facts)
    found = compare(people_of(facts, PROGRAMME, words.facts, as_of=ON), PROGRAMME, draft, as_of=ON)
    assert found.figures("nq68-10").people_after == 0
    assert found.figures("nq68-10").undetermined_after == found.figures("nq68-10").people_before > 0
    clash = dataclasses.replace(draft, facts={**draft.facts, "leave_days": dataclasses.replace(draft.facts["leave_days"], kind=Kind.DATE)})
    with pytest.raises(VocabulariesDiffer, match="“leave_days” is int in nq68 as in force and date in the draft"):
        one_vocabulary(PROGRAMME, clash)


@pytest.mark.parametrize(
    ("text", "reason"), [("id,kind\n1,person\n", "“group” is missing"), ("id,group\n1,f0\n1,f1\n", "stands there twice"), ("", "groups.csv")]
)
def test_a_file_of_groups_at_fault_is_refused_in_words(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "groups.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TableFault, match=reason):
        read_groups(path)
    with pytest.raises(TableFault, match="csv or"):
        read_groups(tmp_path / "groups.xlsx")
