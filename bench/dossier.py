"""How long 131,072 rows take from a workbook to a stored dossier, and its approval, beside the raw COPY and UPDATE of as many rows.

Runs on an embedded PostgreSQL of its own (settings as in operation) below `--var`, kept for the next run.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from make_list import make_list

ROWS = 131_072
MORNING = datetime(2021, 8, 6, 2, 0, tzinfo=UTC)
POSTED = MORNING + timedelta(days=5)
"""When the list of the morning has been posted long enough."""
COMMUNE, DISTRICT, PROVINCE = "10630", "291", "30"
PEOPLE = {"lister": ("commune", COMMUNE), "appraiser": ("district", DISTRICT), "approver": ("province", PROVINCE)}
took: dict[str, float] = {}


@contextmanager
def taking(what: str) -> Iterator[None]:
    """Time the block, in seconds of the clock."""
    started = time.perf_counter()
    yield
    took[what] = time.perf_counter() - started


@contextmanager
def a_database(var: Path) -> Iterator[Path]:
    """Run on an embedded PostgreSQL below `var`; give a folder for the files of the run."""
    os.environ.update(ANSINH_VAR=str(var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    from ansinh.config.running import running

    with tempfile.TemporaryDirectory() as folder, running():
        yield Path(folder)


@contextmanager
def a_list(about: str | None) -> Iterator[tuple[Path, str]]:
    """Read from the command line how long a list and of which policy is wanted; give it, beside a database to pass it through."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--policy", default="nq68-12")
    parser.add_argument("--seed", type=int, default=None, help="the same seed gives the same people, who then drew already")
    parser.add_argument("--var", type=Path, default=Path("var/bench"))
    asked = parser.parse_args()
    with a_database(asked.var) as folder:
        path = folder / "list.xlsx"
        make_list(path, rows=asked.rows, policy=asked.policy, seed=asked.seed if asked.seed is not None else time.time_ns(), messy=False)
        yield path, asked.policy


def officers() -> dict[str, Any]:
    """Give one officer for each role the way of a list needs; made when missing."""
    from psycopg.types.range import DateRange

    from ansinh.delivery.offices.models import Assignment, Office, Officer

    found = {}
    for role, (level, code) in PEOPLE.items():
        office = Office.objects.get(kind="people_committee", level=level, **{level: code})
        officer = Officer.objects.filter(username=f"bench.{role}").select_related("office").first()
        if officer is None:
            officer = Officer.objects.create_user(f"bench.{role}", None, full_name=f"Bench {role}", office=office)
            Assignment.objects.create(officer=officer, office=office, role=role, held=DateRange(date(2021, 1, 1), None), basis="bench")
        found[role] = officer
    return found


def pass_through(path: Path, policy: str) -> tuple[int, int]:
    """Take the workbook from its bytes to the signed decision, by the verbs the pages use; give rows and events."""
    from django.db import connection

    from ansinh.delivery.cases import decide, exclude, read, receive, submit, take_step
    from ansinh.delivery.offices.scope import acting

    by = officers()
    with acting(by["lister"]):
        upload = receive.receive(path.read_bytes(), path.name, policy=policy, by=by["lister"], at=MORNING)
    with taking("read"):
        upload = read.read(upload.pk, by=by["lister"], at=MORNING)
    with taking("submit"), acting(by["lister"]):
        dossier = submit.submit(upload, by=by["lister"], at=MORNING + timedelta(minutes=5))
    with acting(by["lister"]):
        task = dossier.tasks.get(done_at=None)
        drawn = [claim.pk for claim in dossier.claim_rows.filter(draw_held=False)]  # chance gave them the number of somebody of an earlier run
        if drawn:
            exclude.exclude(task.pk, drawn, by=by["lister"], at=MORNING, reason="Đã có hồ sơ khác")
        take_step.post_list(task.pk, by=by["lister"], at=MORNING, posted_on=MORNING.date())
        task = take_step.forward(task.pk, by=by["lister"], at=POSTED + timedelta(hours=1))
    with acting(by["appraiser"]):
        task = take_step.forward(task.pk, by=by["appraiser"], at=POSTED + timedelta(hours=2))
    with taking("approve"), acting(by["approver"]):
        decision = decide.approve(task.pk, by=by["approver"], at=POSTED + timedelta(hours=3))
    with acting(by["approver"]), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_claim WHERE dossier_id = %s AND state = 'approved'", [dossier.pk])
        assert cursor.fetchone()[0] == decision.approved > 0
    return dossier.claims, decision.approved


def measure_raw(rows: int) -> None:
    """Copy as many rows as wide as a claim into a bare table with one key, then update one column of all of them."""
    import psycopg
    from psycopg import sql

    from ansinh.config import embedded

    with psycopg.connect(embedded.address(embedded.OWNER), autocommit=True) as connection:
        connection.execute("DROP TABLE IF EXISTS bench_raw, bench_rows")
        connection.execute(sql.SQL("CREATE TABLE bench_rows AS SELECT * FROM cases_claim ORDER BY id DESC LIMIT {}").format(rows))
        with connection.cursor() as cursor, cursor.copy("COPY bench_rows TO STDOUT") as copy:
            lines = [bytes(line) for line in copy]
        connection.execute("CREATE TABLE bench_raw (LIKE bench_rows, PRIMARY KEY (id))")
        with taking("raw copy"), connection.cursor() as cursor, cursor.copy("COPY bench_raw FROM STDIN") as copy:
            for line in lines:
                copy.write(line)
        with taking("raw update"):
            connection.execute("UPDATE bench_raw SET state = 'approved'")
        connection.execute("DROP TABLE bench_raw, bench_rows")


def megabytes(who: int) -> float:
    """Give the largest resident memory so far."""
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    """Make the list, pass it through and print the table."""
    with a_list(__doc__) as (path, policy):
        claims, approved = pass_through(path, policy)
        measure_raw(claims)
    stored = took["read"] + took["submit"]
    print(f"rows                          {claims:>10,}  ({approved:,} approved)")
    print(f"raw COPY, one key             {took['raw copy']:>10.2f} s")
    print(f"read and checked, rows kept   {took['read']:>10.2f} s")
    print(f"matched, determined, stored   {took['submit']:>10.2f} s")
    print(f"workbook to stored dossier    {stored:>10.2f} s   {stored / took['raw copy']:.0f} x raw COPY")
    print(f"raw UPDATE of one column      {took['raw update']:>10.2f} s")
    print(f"approved with events          {took['approve']:>10.2f} s   {took['approve'] / took['raw update']:.1f} x raw UPDATE")
    print(f"memory, most                  {megabytes(resource.RUSAGE_SELF):>10.0f} MB, {megabytes(resource.RUSAGE_CHILDREN):.0f} MB in a child")


if __name__ == "__main__":
    main()
