"""A province's group has a day since when it holds and a document by which it came, whatever was entered in whatever order."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansinh.delivery.offices.groups import Basis, basis_of, groups_on
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.models_measures import GroupSet, Measure
from ansinh.policy.groups import began
from delivery.casework import Town, officer, town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
DAY = date(2021, 8, 6)
SETS = {"16": "c", "15": "b", "lifted": ""}
Entered = tuple[int, str, str]
ENTRIES = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["30", "10630", "group"]), st.sampled_from(sorted(SETS))), max_size=7)


def entered(here: Town, by: Officer, rows: Sequence[Entered]) -> None:
    """Enter measures of the province or its commune, or groups of the ministry, each days after the first; documents are numbered from 1."""
    for number, (ahead, place, what) in enumerate(rows, 1):
        told = {"province": "30", "begins": DAY + timedelta(ahead), "entered_by": by, "entered_at": here.later()}
        if place == "group":
            GroupSet.objects.create(group=SETS[what], reason=f"Văn bản {number}", **told)
        else:
            part = {} if place == "30" else {"district": here.district, "commune": here.commune}
            Measure.objects.create(directive=what, document=f"Văn bản {number}", office=by.office, **part, **told)


def ministry() -> Officer:
    office, _new = Office.objects.get_or_create(kind="ministry", level="national", defaults={"name": "Bộ", "symbol": "BLĐTBXH"})
    return officer("analyst.ministry", office, Role.ANALYST)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ENTRIES)
def test_it_held_on_every_day_since_and_another_did_the_day_before(rows: list[Entered]) -> None:
    with transaction.atomic():
        entered(town(), ministry(), rows)
        groups = {on: groups_on(on)["30"] for on in (DAY + timedelta(ahead) for ahead in range(-1, 8))}
        first = min((DAY + timedelta(ahead) for ahead, _place, _what in rows), default=None)
        for on, group in groups.items():
            basis = basis_of("30", on=on)
            assert basis is not None
            assert basis.since is not None
            assert basis.group == group
            assert {of for day, of in groups.items() if basis.since <= day <= on} == {group}
            assert groups.get(basis.since - timedelta(1)) != group or basis.since == first, "the first entry takes the place of the programme's list"
        transaction.set_rollback(True)


def test_the_document_is_the_one_that_made_the_group_and_a_later_one_that_changes_nothing_is_not() -> None:
    entered(town(), ministry(), [(0, "10630", "16"), (2, "30", "16"), (2, "10630", "lifted"), (4, "30", "16"), (5, "group", "15"), (6, "group", "lifted")])
    first = began()
    told = [basis_of("30", on=DAY + timedelta(ahead)) for ahead in (-1, 1, 3, 4, 5, 6)]
    assert told == [
        Basis("b", first.since, first.cite, "programme"),
        Basis("b", DAY, "Văn bản 1", "measure"),
        Basis("c", DAY + timedelta(2), "Văn bản 2", "measure"),
        Basis("c", DAY + timedelta(2), "Văn bản 2", "measure"),
        Basis("b", DAY + timedelta(5), "Văn bản 5", "ministry"),
        Basis("c", DAY + timedelta(6), "Văn bản 6", "measure"),
    ]
    assert basis_of("xx", on=DAY) is None
