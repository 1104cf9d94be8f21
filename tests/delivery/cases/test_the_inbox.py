"""An officer's open tasks come by due day and hardship, page by page, along an index, as she asked them to be filtered."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ansinh.delivery.cases.inbox import filter_of, inbox, keep_filter, next_task
from ansinh.delivery.cases.models import Task
from ansinh.delivery.cases.models_inbox import InboxFilter
from ansinh.delivery.cases.queries import MOST_LATE, overdue_tasks
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, person, submitted, task_of, town
from delivery.plans import swept

if TYPE_CHECKING:
    from collections.abc import Iterator

    import testbed

TODAY = date(2021, 8, 10)
MANY, MOST_READ = 20_000, 200
FILL = """
    WITH made AS (INSERT INTO cases_dossier (id, province, district, commune, number, office_id, programme, policy, law_version, as_of, channel, submitted_by_id,
        submitted_at, state, step, claims, amount_vnd)
    SELECT gen_random_uuid(), province, district, commune, 'made-' || i, office_id, programme, policy, law_version, as_of, channel, submitted_by_id,
        submitted_at, state, step, claims, amount_vnd FROM cases_dossier, generate_series(1, %(many)s) AS i WHERE id = %(dossier)s RETURNING id)
    INSERT INTO cases_task (id, province, district, commune, dossier_id, step, action, office_id, owner_id, received_on, working_days, due_on, tier, opened_at, outcome, reason, asked, answer)
    SELECT gen_random_uuid(), t.province, t.district, t.commune, m.id, t.step, t.action, t.office_id, CASE m.n %% 20 WHEN 0 THEN t.owner_id ELSE %(other)s END,
        t.received_on, t.working_days, t.received_on + (m.n / 20 %% 40)::integer, m.n / 800 %% 3, t.opened_at, '', '', '', ''
    FROM cases_task t, (SELECT id, row_number() OVER () AS n FROM made) m WHERE t.dossier_id = %(dossier)s"""


def tasks(here: Town, policies: tuple[str, ...]) -> list[Task]:
    return [task_of(submitted(here, [person(number)], policy=policy)) for number, policy in enumerate(policies, 1)]


def due(task: Task, on: date, **more: Any) -> None:
    with acting(NATION):
        Task.objects.filter(pk=task.pk).update(due_on=on, received_on=on, **more)


def place_of(task: Task) -> tuple[Any, ...]:
    """Give the place of a task as the page of the inbox says it: what presses by day, the rest by tier."""
    late = task.queue_on <= TODAY
    return (not late, (task.queue_on, task.turn) if late else (task.turn, task.queue_on), task.behind, task.pk)


def shown(here: Town, **asked: Any) -> list[Any]:
    with acting(here.lister):
        keep_filter(here.lister, **asked)
        return [task.pk for task in inbox(filter_of(here.lister), seen_by=here.lister, on=TODAY).rows]


@pytest.mark.django_db
def test_what_is_due_first_comes_first_and_on_one_day_those_hit_hardest() -> None:
    here = town()
    mild, hard, late = tasks(here, ("nq68-10", "nq68-12", "nq68-10"))
    for task, on in ((mild, TODAY), (hard, TODAY), (late, TODAY - timedelta(days=1))):
        due(task, on)
    assert (mild.behind, hard.behind) == (1, 0)
    assert shown(here) == [late.pk, hard.pk, mild.pk]


@pytest.mark.django_db
def test_a_filter_is_kept_for_its_officer_alone() -> None:
    here = town()
    soon, late = tasks(here, ("nq68-12", "nq68-10"))
    due(soon, TODAY)
    due(late, TODAY - timedelta(days=1))
    assert shown(here, when="late") == [late.pk]
    assert shown(here, when="today") == [late.pk, soon.pk]
    assert shown(here, when="waiting") == []
    assert shown(here, policy="nq68-12") == [soon.pk]
    assert shown(here, action="approve") == []
    assert shown(here, when="nonsense") == [late.pk, soon.pk]
    assert shown(here, when="late", keys=False) == [late.pk]
    kept = filter_of(here.lister)
    assert (kept.when, kept.keys) == ("late", False)
    assert filter_of(here.chair).when == ""


@pytest.mark.django_db
def test_after_an_act_the_next_task_is_the_one_behind_it_and_after_the_last_the_first() -> None:
    here = town()
    first, second, third = tasks(here, ("nq68-12",) * 3)
    for days, task in enumerate((first, second, third)):
        due(task, TODAY + timedelta(days=days))
    with acting(here.lister):
        all_of_it = InboxFilter(officer=here.lister)
        following = [next_task(all_of_it, seen_by=here.lister, on=TODAY, done=task.pk) for task in (first, second, third)]
    assert [task.pk for task in following if task] == [second.pk, third.pk, first.pk]


@pytest.fixture
def many(own_db: str, databases: testbed.Databases) -> Iterator[Town]:
    """Twenty thousand open tasks, a thousand of them the lister's."""
    here = town()
    dossier = submitted(here, [person(1)])
    with psycopg.connect(databases.owner_of(own_db)) as owner:
        owner.execute("SELECT set_config('ansinh.level', 'national', false)")
        owner.execute(FILL, {"many": MANY, "dossier": dossier.pk, "other": here.appraiser.pk})
    with psycopg.connect(databases.owner_of(own_db), autocommit=True) as owner:
        owner.execute("SELECT set_config('ansinh.level', 'national', false)")
        owner.execute("VACUUM ANALYZE cases_task, cases_dossier")
    return here


def test_no_page_of_the_inbox_reads_a_large_table_from_end_to_end_or_counts(many: Town) -> None:
    lister, everything = many.lister, InboxFilter(officer=many.lister)
    with acting(lister):
        with CaptureQueriesContext(connection) as taken:
            pages = [inbox(everything, seen_by=lister, on=TODAY)]
            for _ in range(3):
                pages.append(inbox(everything, seen_by=lister, on=TODAY, after=pages[-1].next))
            inbox(everything, seen_by=lister, on=TODAY, before=pages[-1].previous)
        assert len(taken) == 5, "one query a page"
        assert not [query for query in taken.captured_queries if "count(" in query["sql"].lower()]
        with CaptureQueriesContext(connection) as filtered:
            for when in ("late", "today", "waiting"):
                inbox(InboxFilter(officer=lister, when=when), seen_by=lister, on=TODAY)
            next_task(everything, seen_by=lister, on=TODAY, done=pages[1].rows[3].pk)
        assert swept([*taken.captured_queries, *filtered.captured_queries], most=MOST_READ) == []
    keys = [place_of(task) for found in pages for task in found.rows]
    assert keys == sorted(set(keys)), "each once, in order, over the pages"
    assert len(keys) == 100


def test_a_plan_that_sweeps_is_seen(many: Town) -> None:
    with acting(many.lister), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        with CaptureQueriesContext(connection) as taken:
            inbox(InboxFilter(officer=many.lister), seen_by=many.lister, on=TODAY)
        assert swept(taken.captured_queries, most=MOST_READ)


def test_what_is_late_in_a_province_is_found_along_an_index(many: Town) -> None:
    for by in (many.chair, many.lister):
        with acting(by):
            with CaptureQueriesContext(connection) as taken:
                assert len(overdue_tasks(seen_by=by, on=TODAY)) == MOST_LATE + 1
            assert [node for node, *_rest in swept(taken.captured_queries, most=MOST_READ) if node == "Seq Scan"] == []
        assert f"\"province\" = '{many.province}'" in taken.captured_queries[0]["sql"], "or the country is read for a commune"
