"""The worked cases beside each policy are what the law gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansinh.policy.cases import WorkedCase, difference, worked_cases
from ansinh.policy.load import LawFault, load_programme, programme_names

CASES = [(name, case) for name in programme_names() for policy in load_programme(name).policies for case in worked_cases(name, policy.id)]
POLICIES = [policy.id for name in programme_names() for policy in load_programme(name).policies]


@pytest.mark.parametrize(("programme", "case"), CASES, ids=lambda given: f"{given.policy}-{given.id}" if isinstance(given, WorkedCase) else given)
def test_a_worked_case_gets_what_it_says(programme: str, case: WorkedCase) -> None:
    assert difference(case, load_programme(programme)) == ""


@pytest.mark.parametrize("policy", POLICIES)
def test_each_policy_has_cases_for_and_against(policy: str) -> None:
    outcomes = {case.outcome for _programme, case in CASES if case.policy == policy}
    assert {"eligible", "ineligible"} <= outcomes


def test_a_case_that_the_law_does_not_bear_out_is_told_with_its_line() -> None:
    programme, case = CASES[0]
    wrong = WorkedCase(**{**{name: getattr(case, name) for name in case.__dataclass_fields__}, "amount": 1})
    assert difference(wrong, load_programme(programme)).startswith(f"{case.file}:{case.line}: {case.id}: expected")


@pytest.mark.parametrize(
    ("text", "reason"),
    [("policy: p\ncases: []\n", "speak of"), ("policy: relief\ncases:\n  - id: a\n", "is missing"), ("policy: relief\ncases: 3\n", "is a whole number")],
)
def test_a_malformed_file_of_cases_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    folder = tmp_path / "small" / "cases"
    folder.mkdir(parents=True)
    (folder / "relief.yaml").write_text(text)
    with pytest.raises(LawFault, match=reason):
        worked_cases("small", "relief", under=tmp_path)


def test_a_policy_without_a_file_has_no_cases(tmp_path: Path) -> None:
    assert worked_cases("small", "relief", under=tmp_path) == ()
