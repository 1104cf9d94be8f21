"""What changes in the law and when: wordings with their days, two days compared, figures with their values."""

from __future__ import annotations

from datetime import date

import pytest

from ansinh.policy.changes import changes, components_over_time, conditions_over_time, days_of_change, versions_that_differ
from ansinh.policy.figures import figures
from ansinh.policy.load import load_programme, programme_names

LAW = load_programme()
FIRST, SECOND = date(2021, 7, 7), date(2021, 11, 6)


def test_a_condition_amended_has_two_wordings_that_follow_each_other() -> None:
    one, other = conditions_over_time(LAW.policy("nq68-04"))["employer_stopped"]
    assert (one.starts, one.until, other.starts, other.until) == (FIRST, SECOND, SECOND, None)


def test_a_condition_that_ended_stands_until_the_day_it_no_longer_holds() -> None:
    (only,) = conditions_over_time(LAW.policy("nq68-11"))["no_bad_debt"]
    assert (only.starts, only.until) == (FIRST, SECOND)


def test_a_figure_that_changes_changes_the_conditions_that_rest_on_it() -> None:
    assert len(conditions_over_time(LAW.policy("nq68-02"))["fewer_workers"]) == 2


def test_a_policy_that_nothing_touched_has_one_version() -> None:
    assert [version.starts for version in versions_that_differ(LAW.policy("nq68-05"))] == [FIRST]
    assert [version.starts for version in versions_that_differ(LAW.policy("nq68-08"))] == [FIRST, SECOND]
    assert days_of_change(LAW.policies) == (FIRST, SECOND)


def test_two_days_compared_either_way_name_what_went_and_what_came() -> None:
    policy = LAW.policy("nq68-11")
    before, after = policy.version_on(FIRST), policy.version_on(SECOND)
    forth = {(change.before or change.after).id: change.what for change in changes(before.conditions, after.conditions)}  # type: ignore[union-attr]
    back = {(change.before or change.after).id: change.what for change in changes(after.conditions, before.conditions)}  # type: ignore[union-attr]
    assert forth == {"kind": "same", "wages_to_pay": "same", "no_bad_debt": "removed"}
    assert back["no_bad_debt"] == "added"


@pytest.mark.parametrize("name", programme_names())
def test_on_every_day_of_change_the_wordings_in_force_are_those_of_the_version(name: str) -> None:
    for policy in load_programme(name).policies:
        for version in policy.versions:
            for parts, spans in ((version.conditions, conditions_over_time(policy)), (version.components, components_over_time(policy))):
                standing = {
                    key
                    for key, all_of in spans.items()
                    if any(span.starts <= version.starts and (span.until is None or version.starts < span.until) for span in all_of)
                }
                assert standing == {part.id for part in parts}


@pytest.mark.parametrize("name", programme_names())
def test_each_figure_has_its_text_source_and_values_in_order(name: str) -> None:
    for figure in figures(load_programme(name)):
        assert figure.text["vi"]
        assert figure.text["en"]
        assert figure.cite
        assert figure.verified or figure.note["vi"]
        assert [value.starts for value in figure.values] == sorted({value.starts for value in figure.values})


def test_a_figure_of_a_day_is_the_last_that_began() -> None:
    fewer = next(figure for figure in figures(LAW) if figure.id == "fund_fewer")
    assert (fewer.on(date(2021, 11, 5)).value, fewer.on(SECOND).value, fewer.on(date(2020, 1, 1)).value) == (15, 10, 15)
