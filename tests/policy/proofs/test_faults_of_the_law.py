"""A law with a fault planted in it is refuted, by the person to whom the fault matters, and the interpreter says so too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ansinh.policy.determine import Outcome, determine
from ansinh.policy.language.nodes import Not
from ansinh.policy.programme import Programme
from ansinh.policy.proofs import ask, smt
from ansinh.policy.proofs.findings import PROPERTIES, Finding, Verdict
from ansinh.policy.proofs.prove import prove
from ansinh.policy.proofs.terms import Term
from ansinh.policy.proofs.witness import NotConfirmed
from policy.proofs.small import HEAD, refuted, relief

LATER = "{from: 2021-06-01, "


def the_one(programme: Programme, name: str) -> Finding:
    (finding,) = refuted(programme)
    assert finding.property == name
    return finding


def amount(programme: Programme, finding: Finding, **changed: object) -> int | None:
    assert finding.witness is not None
    answer = determine({**finding.witness.facts, **changed}, programme, as_of=finding.witness.as_of, policies=["relief-01"]).policies[0]
    return answer.amount if answer.outcome is Outcome.ELIGIBLE else None


def test_of_a_sound_law_nothing_is_refuted_and_every_property_is_asked(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"long": "versions: [{from: 2021-01-01, when: days >= 3}, " + LATER + "when: days >= 2}]"})
    findings = list(prove(programme))
    assert {finding.property for finding in findings} == set(PROPERTIES)
    assert {finding.verdict for finding in findings if finding.property != "group_overlap"} == {Verdict.PROVED}


@pytest.mark.parametrize(
    ("conditions", "about"),
    [
        ({"dry": "when: days < 0"}, "dry: can never be met"),
        ({"any": "when: days >= 0"}, "any: can never fail"),
        ({"any": 'when: "age(born, begins) >= 0 or age(begins, born) >= 0"'}, "any: can never fail"),
        ({"leap": 'when: "age(born, born) >= 1"'}, "leap: can never be met"),
    ],
)
def test_a_dead_condition_is_refuted_by_its_name(conditions: dict[str, str], about: str, tmp_path: Path) -> None:
    found = [finding for finding in refuted(relief(tmp_path, conditions)) if finding.property == "conditions_alive"]
    assert [finding.about["en"] for finding in found if finding.about] == [about]
    assert found[0].cite == "QĐ 1, Đ.2"


def test_conditions_that_contradict_each_other_are_named_and_no_others(tmp_path: Path) -> None:
    found = refuted(relief(tmp_path, {"short": "when: days <= 2"}))
    together = next(finding for finding in found if finding.property == "somebody_eligible")
    assert together.about is not None
    assert together.about["en"] == "long, short: can never be met together"
    assert {finding.property for finding in found} == {"somebody_eligible", "components_alive"}


def test_a_condition_that_follows_from_another_is_reported_and_no_fault(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"some": "when: days >= 1"})
    assert refuted(programme) == []
    (told,) = (finding for finding in prove(programme, policies=["relief-01"]) if finding.property == "conditions_needed")
    assert told.verdict is Verdict.REPORTED
    assert told.about == {"vi": "some: suy ra từ long", "en": "some: follows from long"}


@pytest.mark.parametrize(
    ("part", "about"),
    [
        ("due: days < 3, amount: pay", "little: is due to nobody who meets the conditions"),
        ("due: days < 0, amount: pay", "little: is never due"),
        ("amount: pay * 0", "little: is never due"),
    ],
)
def test_a_part_of_the_benefit_that_nobody_is_due_is_refuted(part: str, about: str, tmp_path: Path) -> None:
    finding = the_one(relief(tmp_path, components={"base": "base: true, amount: pay", "little": part}), "components_alive")
    assert finding.about is not None
    assert finding.about["en"] == about


def test_somebody_eligible_for_nothing_is_shown(tmp_path: Path) -> None:
    programme = relief(tmp_path, components={"base": 'base: true, amount: "share(rent, 5000)"'}, most="rent")
    finding = the_one(programme, "amount_above_zero")
    assert finding.witness is not None
    assert dict(finding.witness.facts) == {"asks": True, "days": 3, "begins": date(2021, 1, 1), "rent": 0}
    assert amount(programme, finding) == 0


def test_somebody_above_the_most_is_shown_with_the_figures_at_the_edge(tmp_path: Path) -> None:
    programme = relief(tmp_path, most="pay * 3")
    finding = the_one(programme, "amount_within_most")
    assert finding.witness is not None
    assert finding.witness.facts["children"] == 3
    assert amount(programme, finding) == 4_000_000
    assert finding.cite == "QĐ 1, Đ.3"
    assert finding.witness.says["en"] == "relief-01: eligible, VND 4,000,000; the most is VND 3,000,000"


def test_the_most_holds_whatever_an_untold_fact_turns_out_to_be(tmp_path: Path) -> None:
    finding = the_one(relief(tmp_path, most="pay * children"), "amount_within_most")
    assert finding.witness is not None
    assert "children" not in finding.witness.facts
    assert dict(finding.witness.turned) == {"children": 0}
    words = finding.witness.in_words(relief(tmp_path))["en"]
    assert "How many small children have you? not known, and if it is 0 children" in words


def test_a_policy_that_names_no_most_is_reported(tmp_path: Path) -> None:
    programme = relief(tmp_path, most="")
    assert refuted(programme) == []
    assert [finding.verdict for finding in prove(programme, policies=["relief-01"]) if finding.property == "amount_within_most"] == [Verdict.REPORTED]


def test_an_amount_that_falls_with_a_harm_is_shown_by_two_people_alike_in_all_else(tmp_path: Path) -> None:
    programme = relief(tmp_path, components={"base": "base: true, amount: pay * 2 if days <= 30 else pay"}, most="pay * 2")
    finding = the_one(programme, "harm_never_costs")
    assert finding.witness is not None
    worse = finding.witness.turned["days"]
    assert finding.witness.facts["days"] <= 30 < worse  # type: ignore[operator] # both are numbers
    assert (amount(programme, finding), amount(programme, finding, days=worse)) == (2_000_000, 1_000_000)
    assert "days" in (finding.about or {})["en"]


def test_a_harm_that_costs_the_support_altogether_is_shown(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"not_too_long": "when: days <= 30"})
    finding = the_one(programme, "harm_never_costs")
    assert amount(programme, finding, **(finding.witness.turned if finding.witness else {})) is None


def test_a_later_version_that_asks_more_is_refuted_by_somebody_who_loses(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"long": "versions: [{from: 2021-01-01, when: days >= 3}, " + LATER + "when: days >= 5}]"})
    finding = the_one(programme, "nothing_taken_away")
    assert finding.witness is not None
    assert finding.witness.facts["days"] == 3
    assert finding.starts == date(2021, 6, 1)
    assert finding.witness.says["en"] == "Before 2021-06-01 relief-01: eligible, VND 1,000,000; from then on relief-01: not eligible"
    assert finding.witness.in_words(programme)["vi"][1] == "Nhà ngập bao nhiêu ngày? 3 ngày"


def test_a_later_figure_that_pays_less_is_refuted(tmp_path: Path) -> None:
    head = HEAD.replace("value: 1000000}", "value: 1000000}, {from: 2021-06-01, value: 900000}")
    finding = the_one(relief(tmp_path, head=head), "nothing_taken_away")
    assert finding.witness is not None
    assert "VND 1,000,000; from then on relief-01: eligible, VND 900,000" in finding.witness.says["en"]


def test_a_fact_newly_asked_takes_away_from_those_who_cannot_tell_it(tmp_path: Path) -> None:
    found = refuted(relief(tmp_path, {"low": "from: 2021-06-01, when: zone == 'low' or zone == 'high'"}))
    finding = next(finding for finding in found if finding.property == "nothing_taken_away")
    assert finding.witness is not None
    assert "zone" not in finding.witness.facts
    assert finding.witness.says["en"].endswith("undetermined")


MEANT = 'takes_away: {vi: "Chỉ còn ngập nặng", en: "Only long floods count from here on", cite: "QĐ 2, Đ.1"}'


def test_what_the_file_says_is_meant_is_reported_with_its_article(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"long": "versions: [{from: 2021-01-01, when: days >= 3}, " + LATER + MEANT + ", when: days >= 5}]"})
    assert refuted(programme) == []
    told = [finding for finding in prove(programme, policies=["relief-01"]) if finding.property == "nothing_taken_away"]
    assert [finding.verdict for finding in told] == [Verdict.REPORTED, Verdict.PROVED]
    assert (told[0].about, told[0].cite) == ({"vi": "long: Chỉ còn ngập nặng", "en": "long: Only long floods count from here on"}, "QĐ 2, Đ.1")


def test_what_is_lost_beside_what_is_meant_is_refuted_all_the_same(tmp_path: Path) -> None:
    long = "versions: [{from: 2021-01-01, when: days >= 3}, " + LATER + MEANT + ", when: days >= 5}]"
    programme = relief(tmp_path, {"long": long, "low": "from: 2021-06-01, when: zone == 'low'"})
    finding = the_one(programme, "nothing_taken_away")
    assert finding.witness is not None
    assert finding.witness.facts["days"] == 5
    assert finding.witness.facts.get("zone") != "low"


def test_what_is_meant_of_a_condition_spares_no_part_of_the_benefit_of_that_name(tmp_path: Path) -> None:
    long = "versions: [{from: 2021-01-01, when: days >= 3}, " + LATER + MEANT + ", when: days >= 5}]"
    parts = {"base": "base: true, amount: pay", "long": "until: 2021-06-01, amount: pay * children"}
    finding = the_one(relief(tmp_path, {"long": long}, parts), "nothing_taken_away")
    assert finding.witness is not None
    assert (finding.witness.facts["days"], finding.witness.facts["children"]) == (5, 1)


def test_a_part_that_is_meant_to_end_may_end(tmp_path: Path) -> None:
    parts = {"base": "base: true, amount: pay", "child": "until: 2021-06-01, " + MEANT + ", amount: pay * children"}
    assert refuted(relief(tmp_path, components=parts)) == []
    parts["child"] = "until: 2021-06-01, amount: pay * children"
    assert the_one(relief(tmp_path, components=parts), "nothing_taken_away").witness is not None


def test_a_gap_between_versions_is_refuted_by_somebody_who_slips_through(tmp_path: Path) -> None:
    programme = relief(tmp_path, {"long": "until: 2021-06-01, when: days >= 3", "long#2": "from: 2021-07-01, when: days >= 3"})
    gap = next(finding for finding in refuted(programme) if finding.property == "dates_follow")
    assert (gap.starts, gap.ends) == (date(2021, 6, 1), date(2021, 6, 30))
    assert gap.about == {"vi": "long không có từ 01/06/2021 đến 30/06/2021", "en": "long does not stand from 2021-06-01 to 2021-06-30"}
    assert gap.witness is not None
    assert gap.witness.facts["days"] == 0
    assert amount(programme, gap) == 1_000_000


def test_what_the_solver_gives_up_on_is_never_called_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = relief(tmp_path, most="pay * 3")
    monkeypatch.setattr(ask, "PATIENCE", 1)
    verdicts = {finding.property: finding.verdict for finding in prove(programme, policies=["relief-01"])}
    assert verdicts["amount_within_most"] is Verdict.UNDECIDED
    assert {verdicts[name] for name in ("conditions_alive", "components_alive", "somebody_eligible", "harm_never_costs")} == {Verdict.UNDECIDED}
    assert Verdict.REFUTED not in verdicts.values()


def test_a_witness_whom_the_interpreter_does_not_confirm_is_an_error_of_the_proofs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    programme = relief(tmp_path, {"wants": "when: not asks"}, most="pay * 3")
    true = smt.OPERATORS[Not]
    monkeypatch.setitem(smt.OPERATORS, Not, lambda person, node: Term(true(person, node).value, smt.z3.Not(true(person, node).known)))
    with pytest.raises(NotConfirmed):
        list(prove(programme))
