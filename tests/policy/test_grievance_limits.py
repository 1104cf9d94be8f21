"""In how long a complaint is answered: the law's file, working days, and the law's own days as a cap."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.grievance_limits import grievance_limits, limits_in
from ansinh.policy.yaml_files import LawFault, read_entry

GOOD = """
delay:
  text: {vi: "Chậm", en: "Late"}
  working_days: 5
  most_days: 30
  cite: Luật Khiếu nại 02/2011/QH13, Đ.28
  verified: false
  note: {vi: "cần đối chiếu", en: "to be checked"}
"""


def test_every_kind_of_complaint_has_a_limit_with_its_article_and_says_what_is_unverified() -> None:
    limits = grievance_limits()
    assert set(limits) == {"decision", "delay", "missing", "conduct", "objection", "amendment", "appeal"}
    assert all(limit.cite and limit.text["en"] and (limit.verified or limit.note["en"]) for limit in limits.values())


@settings(max_examples=60)
@given(st.sampled_from(sorted(grievance_limits())), st.dates(date(2021, 1, 1), date(2034, 1, 1)))
def test_the_due_day_is_a_working_day_after_filing_and_never_later_than_the_law_allows(kind: str, filed_on: date) -> None:
    limit, calendar = grievance_limits()[kind], vietnam_calendar()
    due = limit.due_on(filed_on, calendar)
    assert calendar.is_working_day(due)
    assert filed_on < due <= filed_on + timedelta(limit.most_days)
    assert calendar.working_days_between(filed_on, due) <= limit.working_days


def test_holidays_do_not_push_a_due_day_past_the_law() -> None:
    due = grievance_limits()["decision"].due_on(date(2022, 1, 28), vietnam_calendar())
    assert due == date(2022, 2, 25)  # 20 working days would end on 4 March, after Tết; 30 days end on Sunday 27 February


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (("working_days: 5", "working_days: 0"), "1 to 365"), (("working_days: 5", "working_days: năm"), "whole number"), (("most_days: 30", "days: 30"), "days"),
        (("cite: Luật Khiếu nại 02/2011/QH13, Đ.28", 'cite: ""'), "cite"), (('  note: {vi: "cần đối chiếu", en: "to be checked"}', ""), "note"),
    ],
)  # fmt: skip
def test_a_limit_at_fault_is_told_with_its_line(tmp_path: Path, wrong: tuple[str, str], says: str) -> None:
    file = tmp_path / "grievances.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert set(limits_in(read_entry(file))) == {"delay"}
    file.write_text(GOOD.replace(*wrong), encoding="utf-8")
    with pytest.raises(LawFault, match=says):
        limits_in(read_entry(file))
