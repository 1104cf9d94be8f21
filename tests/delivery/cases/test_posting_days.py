"""A posted list does not go on before its days are over: by no verb, by no job, past no wall; it is shown until then and no longer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from ansinh.delivery.cases import inbox, take_step
from ansinh.delivery.cases.models import Dossier, Task
from ansinh.delivery.cases.models_inbox import InboxFilter
from ansinh.delivery.cases.procedure import post_by, posting_until, step_of
from ansinh.delivery.grievances import forward
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.grievances.posted import posted_list
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import acting
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.load import load_programme, programme_names
from ansinh.policy.workflow import Posting
from delivery.casework import Town, person, submitted, task_of, town

OVER = datetime(2021, 8, 10, 9, 0, tzinfo=UTC)
"""16:00 of Tuesday 10 August: two working days after Friday 6 August."""


@pytest.fixture
def here() -> Town:
    return town()


def put_up(here: Town, dossier: Dossier, *, posted_on: date = date(2021, 8, 6), at: datetime | None = None) -> Task:
    task = task_of(dossier)
    with acting(here.lister):
        return take_step.post_list(task.pk, by=here.lister, at=at or here.later(), posted_on=posted_on)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [take_step.forward, forward.forward])
def test_it_goes_on_from_the_hour_at_which_the_days_are_over_and_is_in_time(here: Town, verb: object) -> None:
    dossier = submitted(here, [person(1)])
    task = put_up(here, dossier)
    assert (task.posted_until, task.due_on) == (OVER, date(2021, 8, 11))
    with acting(here.lister):
        with pytest.raises(Refused, match="đang niêm yết đến 16:00 10/08/2021"):
            verb(task.pk, by=here.lister, at=OVER - timedelta(seconds=1))  # type: ignore[operator] # one of two verbs
        assert verb(task.pk, by=here.lister, at=OVER).owner == here.appraiser  # type: ignore[operator] # as above


@pytest.mark.django_db
def test_past_the_verb_the_database_holds_it(here: Town) -> None:
    task = put_up(here, submitted(here, [person(1)]))
    ended = "UPDATE cases_task SET outcome = 'forwarded', done_at = %s, done_by_id = owner_id WHERE id = %s"
    with acting(here.lister), connection.cursor() as cursor, pytest.raises(IntegrityError, match="is posted until"), transaction.atomic():
        cursor.execute(ended, [OVER - timedelta(minutes=1), task.pk])


@pytest.mark.django_db
def test_a_day_written_back_does_not_shorten_it_a_correction_leaves_it_and_posting_anew_begins_again(here: Town) -> None:
    dossier = submitted(here, [person(1)])
    late = datetime(2021, 8, 9, 3, 0, tzinfo=UTC)
    assert put_up(here, dossier, at=late).posted_until == datetime(2021, 8, 11, 9, 0, tzinfo=UTC)
    assert put_up(here, dossier, at=late + timedelta(days=1)).posted_until == datetime(2021, 8, 11, 9, 0, tzinfo=UTC)
    assert put_up(here, dossier, at=late + timedelta(days=1), posted_on=date(2021, 8, 10)).posted_until == datetime(2021, 8, 12, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_the_site_shows_it_until_then_takes_objections_until_then_and_an_open_one_holds_it_afterwards(here: Town) -> None:
    dossier = submitted(here, [person(1)])
    put_up(here, dossier)
    shown = posted_list(here.commune, dossier.pk, at=OVER - timedelta(minutes=1))
    assert shown is not None
    assert shown.until == OVER
    assert posted_list(here.commune, dossier.pk, at=OVER) is None
    told = Told("objection", "Người này có hợp đồng lao động", dossier=dossier.pk)
    file(told, channel="web", by=None, at=OVER - timedelta(minutes=1))
    with pytest.raises(Refused, match="không còn niêm yết"):
        file(told, channel="web", by=None, at=OVER)
    with acting(here.lister), pytest.raises(Refused, match="1 ý kiến"):
        forward.forward(task_of(dossier).pk, by=here.lister, at=OVER)


@pytest.mark.django_db
def test_while_nothing_can_be_done_it_stands_in_no_days_work_and_comes_back_on_the_last_day(here: Town) -> None:
    posted, other = submitted(here, [person(1)]), submitted(here, [person(2)])
    put_up(here, posted)
    due = InboxFilter(officer=here.lister, when=InboxFilter.When.TODAY)
    late = InboxFilter(officer=here.lister, when=InboxFilter.When.LATE)
    everything = InboxFilter(officer=here.lister)
    with acting(here.lister):
        Task.objects.filter(dossier=posted).update(due_on=date(2021, 8, 9))
        for on, asked, dossiers in (
            (date(2021, 8, 9), due, []), (date(2021, 8, 10), due, [posted]), (date(2021, 8, 10), late, [posted]), (date(2021, 8, 9), everything, [posted, other]),
        ):  # fmt: skip
            assert [task.dossier for task in inbox.inbox(asked, seen_by=here.lister, on=on).rows] == dossiers
        following = inbox.next_task(everything, seen_by=here.lister, on=date(2021, 8, 9), done=task_of(posted).pk)
    assert following is not None
    assert following.dossier_id == other.pk


@pytest.mark.django_db
def test_the_last_day_to_post_in_time_is_told_whatever_is_asked_of_the_calendar(here: Town) -> None:
    task = task_of(submitted(here, [person(1)]))
    posting = step_of(task.dossier, task.step).posts
    assert posting is not None
    assert post_by(posting, task) == date(2021, 8, 9)
    assert posting_until(posting, date(2021, 8, 9)).date() == task.due_on


def test_every_list_that_is_posted_can_be_posted_for_its_days_and_still_be_in_time() -> None:
    steps = [s for name in programme_names() for policy in load_programme(name).policies for p in policy.procedures for s in p.steps if s.posts]
    assert len(steps) >= 2
    assert all(step.posts and step.posts.working_days < step.working_days and step.posts.cite and not step.posts.verified and step.posts.note for step in steps)


@given(some.dates(date(2021, 4, 1), date(2022, 5, 31)), some.integers(1, 5))
def test_posted_on_whichever_day_it_is_up_for_so_many_whole_working_days_and_never_ends_earlier_for_a_later_day(day: date, days: int) -> None:
    posting, calendar = Posting(days, 16, "Đ.1", verified=False), vietnam_calendar()
    until = posting_until(posting, day)
    assert calendar.is_working_day(until.date())
    assert calendar.working_days_between(day, until.date()) == days
    ends = [posting_until(posting, day + timedelta(more)) for more in range(4)]
    assert all(earlier <= later for earlier, later in pairwise(ends))
