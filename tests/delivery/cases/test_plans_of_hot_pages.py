"""What pages and the minute's upkeep ask of large tables goes along indexes: a page reads about what it shows, whatever the country holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ansinh.delivery.cases import hand_over, public, queries, responsibility
from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.preview import preview
from ansinh.delivery.cases.search import found
from ansinh.delivery.grievances import go_on, posted
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, person, submitted, task_of, town
from delivery.plans import swept

if TYPE_CHECKING:
    from collections.abc import Callable

    import testbed
    from ansinh.delivery.cases.models import Dossier

TODAY = date(2021, 8, 10)
DOSSIERS, PEOPLE = 1_500, 12
MOST_READ = 1_000
"""A page shows at most a hundred; a list of a commune may be read whole to be added up."""
FILLED = ("cases_dossier", "cases_task", "cases_claim", "cases_determination", "registry_person", "registry_draw", "evidence_event")
CLAIM, ANYBODY = "md5({}::text || m.n)::uuid", "src.identity || '-' || m.n"
OF_THE_LIST = "IN (SELECT id FROM cases_claim WHERE dossier_id = %(dossier)s)"
COPIED = (
    ("cases_dossier", "id = %(dossier)s", {"id": "gen_random_uuid()", "number": "'made-' || n", "upload_id": "NULL"}),
    ("cases_task", "dossier_id = %(dossier)s", {"id": "gen_random_uuid()", "dossier_id": "m.id", "due_on": "src.received_on + (m.n %% 40)::int"}),
    ("cases_claim", "dossier_id = %(dossier)s", {"id": CLAIM.format("src.id"), "dossier_id": "m.id", "identity": ANYBODY,
        "receipt": "substr(md5(src.id::text || m.n), 1, 14)", "folded_name": "src.folded_name || ' ' || m.n"}),
    ("cases_determination", f"claim_id {OF_THE_LIST}", {"id": "gen_random_uuid()", "claim_id": CLAIM.format("src.claim_id")}),
    ("registry_person", "province <> ''", {"id": "gen_random_uuid()", "identity": ANYBODY}),
    ("registry_draw", f"claim {OF_THE_LIST}", {"id": "gen_random_uuid()", "claim": CLAIM.format("src.claim"), "identity": ANYBODY, "holder": ANYBODY}),
    ("evidence_event", f"subject {OF_THE_LIST}", {"id": "gen_random_uuid()", "act": "gen_random_uuid()", "subject": CLAIM.format("src.subject")}),
)  # fmt: skip
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' ORDER BY ordinal_position"


@pytest.fixture
def country(own_db: str, databases: testbed.Databases) -> tuple[Town, Dossier]:
    """A town among 1,500 dossiers of a dozen people each, copied from one of its own."""
    here = town()
    dossier = submitted(here, [person(number) for number in range(PEOPLE)])
    with psycopg.connect(databases.owner_of(own_db), autocommit=True) as owner:
        owner.execute("SELECT set_config('ansinh.level', 'national', false), set_config('session_replication_role', 'replica', false)")
        for table, where, instead in COPIED:
            names = [name for (name,) in owner.execute(COLUMNS, [table]).fetchall()]
            chosen, columns = ", ".join(instead.get(name, f'src."{name}"') for name in names), ", ".join(f'"{name}"' for name in names)
            many = f"generate_series(1, {DOSSIERS}) AS n"
            if table != "cases_dossier":
                many = "(SELECT id, substr(number, 6)::int AS n FROM cases_dossier WHERE number LIKE 'made-%%') AS m"
            owner.execute(f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} src, {many} WHERE src.{where}", {"dossier": dossier.pk})  # noqa: S608 - names of our own
        owner.execute(f"VACUUM ANALYZE {', '.join(FILLED)}")
    return here, dossier


def asked(do: Callable[[], Any]) -> list[dict[str, str]]:
    """What a read asks the database."""
    with CaptureQueriesContext(connection) as taken:
        do()
    return list(taken.captured_queries)


def test_no_page_of_an_officer_reads_a_large_table_from_end_to_end(country: tuple[Town, Dossier]) -> None:
    here, dossier = country
    task = task_of(dossier)
    by = here.lister
    with acting(by):
        claim = Claim.objects.filter(dossier=dossier)[0]
        pages: dict[str, Callable[[], Any]] = {
            "dossiers": lambda: queries.dossiers(seen_by=by),
            "one dossier": lambda: (queries.dossier(dossier.pk, seen_by=by), queries.tasks_of(dossier, seen_by=by), queries.sums_of(dossier, seen_by=by)),
            "its people": lambda: queries.claims(dossier, seen_by=by).rows,
            "its people, one group": lambda: queries.claims(dossier, seen_by=by, only="fit").rows,
            "its people, by name": lambda: queries.claims(dossier, seen_by=by, text="hoa 3").rows,
            "answers": lambda: queries.answers_of(queries.claims(dossier, seen_by=by).rows, seen_by=by),
            "one claim": lambda: (queries.claim(dossier.pk, claim.pk, seen_by=by), queries.determinations(claim, seen_by=by)),
            "what happened": lambda: queries.events([dossier.pk, claim.pk], seen_by=by),
            "found by number": lambda: found(dossier.number, seen_by=by, on=TODAY),
            "found by code": lambda: found(claim.receipt, seen_by=by, on=TODAY),
            "found by name": lambda: found("nguyễn thị hoa 3", seen_by=by, on=TODAY),
            "found by identity number": lambda: found(claim.id_number, seen_by=by, on=TODAY),
            "told": lambda: queries.notices_to(claim, seen_by=by),
            "alarms": lambda: responsibility.alarms(seen_by=by),
            "requests": lambda: responsibility.requests_waiting(seen_by=by),
            "preview": lambda: preview([task.pk], "return", by=by, at=here.at),
        }
        wrong = {name: bad for name, do in pages.items() if (bad := swept(asked(do), most=MOST_READ, large=FILLED))}
    assert wrong == {}


def test_no_public_page_reads_a_large_table_from_end_to_end(country: tuple[Town, Dossier]) -> None:
    here, dossier = country
    with acting(NATION):
        claim = Claim.objects.filter(dossier=dossier)[0]
        Task.objects.filter(dossier=dossier).update(posted_on=here.at.date(), posted_until=here.at + timedelta(days=2))
    pages: dict[str, Callable[[], Any]] = {
        "where is my claim": lambda: public.claim_status(claim.receipt, 1987),
        "communes that post": lambda: posted.communes_posting(here.province, at=here.at),
        "posted lists": lambda: posted.posted_lists(here.commune, at=here.at),
        "a posted list": lambda: posted.people_of(posted.posted_lists(here.commune, at=here.at)[0]).rows,
    }
    wrong = {name: bad for name, do in pages.items() if (bad := swept(asked(do), most=MOST_READ, large=FILLED))}
    assert wrong == {}


def test_the_minutes_upkeep_reads_kinds_of_work_and_not_the_work(country: tuple[Town, Dossier]) -> None:
    here, _dossier = country
    with acting(NATION):
        looks = (lambda: hand_over.without_owner(at=here.at), lambda: go_on.to_go_on(at=here.at))
        bad = [swept(asked(look), most=MOST_READ, large=FILLED) for look in looks]
    assert bad == [[], []]


def test_a_plan_that_reads_all_claims_is_seen(country: tuple[Town, Dossier]) -> None:
    here, _dossier = country
    with acting(here.lister):
        assert swept(asked(lambda: Claim.objects.filter(account_number="1").first()), most=MOST_READ, large=FILLED)
