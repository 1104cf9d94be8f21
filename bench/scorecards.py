"""How long the nightly count of scorecards takes at a million steps of the whole country, and the pages' questions after it.

Three dossiers' steps are copied in sets over every commune, its district and its province, each with an officer; payments and complaints are
not copied. Runs on an embedded PostgreSQL of its own (settings as in operation) below `--var`, kept for the next run.
"""

from __future__ import annotations

import argparse
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dossier import taking, took
from load_world import COLUMNS, STAGES, templates

STEPS = 1_000_000
STEPS_A_DOSSIER = 2.1
"""On the whole: of ten dossiers three wait at the commune, three at the district and four at the province."""
NIGHTS = (datetime(2021, 10, 19, 20, tzinfo=UTC), datetime(2021, 10, 20, 20, tzinfo=UTC))
SEATS = """
    INSERT INTO offices_officer (id, password, username, full_name, title, salutation, email, phone, office_id, is_active, is_demonstration, date_joined)
    SELECT uuidv7(), '!', 'cards.' || o.level || '.' || o.province || o.district || o.commune, 'Cán bộ ' || o.symbol || o.commune, '', '', '', '', o.id, true, false, now()
    FROM offices_office o WHERE o.kind = 'people_committee' ON CONFLICT (username) DO NOTHING"""
TARGETS = """
    CREATE UNLOGGED TABLE bench_target AS
    SELECT n, c.province, c.district, c.commune, c.office AS list_office, c.officer AS list, d.office AS appraise_office, d.officer AS appraise, p.office AS approve_office,
        p.officer AS approve, uuidv7() AS dossier, CASE WHEN n / seats.many %% 10 < 3 THEN 'list' WHEN n / seats.many %% 10 < 6 THEN 'appraise' ELSE 'approve' END AS stage,
        date '2021-07-05' + (n * 7919 %% 90)::integer AS day, n * 104729 %% 9 AS pace
    FROM (SELECT count(*) AS many FROM bench_seat WHERE level = 'commune') seats, generate_series(0::bigint, %(dossiers)s::bigint - 1) n
    JOIN (SELECT *, row_number() OVER (ORDER BY commune) - 1 AS turn FROM bench_seat WHERE level = 'commune') c
        ON c.turn = n %% (SELECT count(*) FROM bench_seat WHERE level = 'commune')
    JOIN bench_seat d ON d.level = 'district' AND d.province = c.province AND d.district = c.district
    JOIN bench_seat p ON p.level = 'province' AND p.province = c.province"""


def fill(steps: int) -> int:
    """Bring the database to so many steps, once; give how many there are."""
    import psycopg

    from ansinh.config import embedded

    with psycopg.connect(embedded.address(embedded.OWNER), autocommit=True) as owner:
        owner.execute("SELECT set_config('ansinh.level', 'national', false)")
        if _steps(owner) < steps // 2:
            of = templates()
            owner.execute("DROP TABLE IF EXISTS bench_target, bench_seat")
            owner.execute(SEATS)
            owner.execute(
                """CREATE UNLOGGED TABLE bench_seat AS SELECT o.level, o.province, o.district, o.commune, o.id AS office, f.id AS officer
                FROM offices_office o JOIN offices_officer f ON f.office_id = o.id AND f.username LIKE 'cards.%' WHERE o.kind = 'people_committee'"""
            )
            owner.execute("ANALYZE bench_seat")
            owner.execute(TARGETS, {"dossiers": int(steps / STEPS_A_DOSSIER)})
            owner.execute("ANALYZE bench_target")
            for stage in STAGES:
                with owner.transaction():
                    owner.execute("SET LOCAL session_replication_role = replica")
                    _copy(owner, stage, of[stage][0])
            owner.execute(
                "INSERT INTO evidence_head (province, sequence, chain) SELECT DISTINCT province, 0, ''::bytea FROM bench_target ON CONFLICT DO NOTHING"
            )
            owner.execute("DROP TABLE bench_target, bench_seat")
            owner.execute("VACUUM ANALYZE cases_dossier, cases_task, offices_officer")
        return _steps(owner)


def _steps(owner: Any) -> int:
    return int(owner.execute("SELECT count(*) FROM cases_task").fetchone()[0])


def _copy(owner: Any, stage: str, dossier: Any) -> None:
    """Copy a dossier and its steps for every target at a stage."""
    role = "CASE src.step WHEN 'list' THEN t.list{0} WHEN 'appraise' THEN t.appraise{0} ELSE t.approve{0} END"
    place = {"province": "t.province", "district": "t.district", "commune": "t.commune"}
    turn = "CASE src.step WHEN 'list' THEN 0 WHEN 'appraise' THEN 5 ELSE 9 END"
    received = f"t.day + {turn}"
    done = f"({received} + (t.pace / 2 + ('x' || right(t.dossier::text, 1))::bit(4)::integer % 3)::integer + time '08:00') AT TIME ZONE 'Asia/Ho_Chi_Minh'"
    dossiers = {
        **place, "id": "t.dossier", "office_id": "t.list_office", "number": "'K-' || t.n", "upload_id": "NULL", "submitted_by_id": "t.list", "as_of": "t.day",
        "submitted_at": "(t.day + time '07:30') AT TIME ZONE 'Asia/Ho_Chi_Minh'",
    }  # fmt: skip
    steps = {
        **place, "id": "uuidv7()", "dossier_id": "t.dossier", "office_id": role.format("_office"), "owner_id": role.format(""), "received_on": received,
        "done_by_id": f"CASE WHEN src.done_at IS NOT NULL THEN {role.format('')} END", "opened_at": f"({received} + time '07:31') AT TIME ZONE 'Asia/Ho_Chi_Minh'",
        "due_on": f"{received} + src.working_days + 2", "done_at": f"CASE WHEN src.done_at IS NOT NULL THEN {done} END",
    }  # fmt: skip
    for table, instead, own in (("cases_dossier", dossiers, "src.id"), ("cases_task", steps, "src.dossier_id")):
        names = [name for (name,) in owner.execute(COLUMNS, [table]).fetchall()]
        chosen = ", ".join(instead.get(name, f'src."{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        statement = f"INSERT INTO {table} ({columns}) SELECT {chosen} FROM {table} src JOIN bench_target t ON t.stage = '{stage}' WHERE {own} = '{dossier.pk}'"  # noqa: S608 - ours
        owner.execute(statement)


def look() -> None:
    """Ask what the ministry's pages ask: communes of the country in their order, one card with its like, who stands out."""
    from ansinh.delivery.offices.models import Office, Officer
    from ansinh.delivery.offices.scope import acting
    from ansinh.delivery.reports import cards
    from ansinh.delivery.reports.cards_wall import Reader

    office = Office.objects.get(kind="ministry")
    officer = Officer.objects.filter(username="cards.ministry").first() or Officer.objects.create_user("cards.ministry", None, full_name="Bộ", office=office)
    reader = Reader(officer, heads=True, watches=True)
    with acting(officer):
        for name, ask in (
            ("list of communes", lambda: cards.cards(cards.Listed("commune", sort="cham"), seen_by=reader)),
            ("one card and its like", lambda: cards.peers_of(cards.card("commune", "10630", period=30, policy="", seen_by=reader))),
            ("who stands out", lambda: cards.standing_out(seen_by=reader, period=30)),
        ):
            ask()
            with taking(name):
                ask()


def main() -> None:
    """Fill, count twice, look, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--var", type=Path, default=Path("var/bench-cards"))
    asked = parser.parse_args()
    os.environ.update(ANSINH_VAR=str(asked.var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    from ansinh.config.running import running

    with running():
        from ansinh.delivery.reports.compare_cards import count_cards
        from ansinh.delivery.reports.models_cards import Card, WorkDay

        steps = fill(asked.steps)
        for name, at in zip(("first night", "second night"), NIGHTS, strict=True):
            with taking(name):
                count_cards(at=at)
        look()
        from ansinh.delivery.offices.scope import NATION
        from ansinh.delivery.reports.cards_wall import counting

        with counting(NATION):
            days, kept = WorkDay.objects.count(), Card.objects.count()
    print(f"steps {steps:,}; sums by day {days:,}; cards {kept:,}")
    for what in ("first night", "second night", "list of communes", "one card and its like", "who stands out"):
        print(f"{what:<24} {took[what]:>9.3f} s")


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{'all':<24} {time.perf_counter() - started:>9.1f} s")
