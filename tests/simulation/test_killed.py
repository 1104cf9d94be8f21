"""SIGKILL of a process, or of the database, in the middle of two thousand rows: nothing is lost, nothing doubled, and it goes on.

The middle is the moment when everything is written and nothing committed: another connection holds the end of the
province's chain of evidence, for which every deed must wait last.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test import override_settings

import testbed
from ansinh.config import embedded
from ansinh.delivery.cases import receive
from ansinh.delivery.cases.models import Claim, UploadRow
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.payments.models import Entry
from delivery.casework import Town, forwarded, read_list, submitted, town, workbook
from delivery.payments.paying import csv, filed, instructions
from simulation.doing import do
from simulation.killing import PATIENCE_SECONDS, ROWS, chain_held, nobody_works, people, somebody_waits, until
from simulation.truth import demand_evidence, demand_truth

TESTS = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.xdist_group("killed")


class Durable:
    """An embedded server of this module alone, which may be killed; this process's Django works on it."""

    def __init__(self, folder: Path) -> None:
        """Make it, with schema and places, in `folder`."""
        path = os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH"), str(TESTS)]))
        self.environ = {**os.environ, "ANSINH_VAR": str(folder), "DEMO": "0", "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "ansinh.config.settings"}
        self.environ.pop("DATABASE_URL", None)
        self.environ.pop("APP_DATABASE_URL", None)
        self.server = embedded.Server("pg")

    @property
    def owner(self) -> str:
        """How its owner connects."""
        return self.server.address(embedded.OWNER)

    def deed(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a deed in a process of its own."""
        return subprocess.Popen([sys.executable, "-m", "simulation.doing", *arguments], env=self.environ, stderr=subprocess.PIPE, text=True)  # noqa: S603 - ourselves

    def kill(self) -> None:
        """Kill every process of the database at once, as when the power fails."""
        folder = json.loads(self.server.record.read_text())["folder"]
        connections.close_all()
        first = int((Path(folder) / "postmaster.pid").read_text().splitlines()[0])
        os.kill(first, signal.SIGSTOP)  # so that it starts nobody new meanwhile
        for each in [*map(int, Path(f"/proc/{first}/task/{first}/children").read_text().split()), first]:
            os.kill(each, signal.SIGKILL)


@pytest.fixture(scope="module")
def durable(tmp_path_factory: pytest.TempPathFactory, databases: testbed.Databases, django_db_setup: None, django_db_blocker: Any) -> Iterator[Durable]:
    """The server, up and migrated, with this process's Django on it."""
    folder = tmp_path_factory.mktemp("killed") / "var"
    before = os.environ.get("ANSINH_VAR")
    os.environ["ANSINH_VAR"] = str(folder)
    own = Durable(folder)
    kept = dict(connection.settings_dict)
    try:
        with own.server.running():
            databases.copy_to(own.server)
            with django_db_blocker.unblock():
                connections.close_all()
                connection.settings_dict.update(testbed.parts_of(own.server.address(embedded.APP)))
                with override_settings(MEDIA_ROOT=folder / "files"):  # where the deeds of other processes look for what is kept
                    yield own
                connections.close_all()
    finally:
        connection.settings_dict.clear()
        connection.settings_dict.update(kept)
        if before is None:
            del os.environ["ANSINH_VAR"]
        else:
            os.environ["ANSINH_VAR"] = before
        record = folder / "pg.json"
        if record.exists():
            shutil.rmtree(json.loads(record.read_text())["folder"], ignore_errors=True)


def a_read(here: Town, series: int, _folder: Path) -> tuple[list[str], Callable[[], int], int]:
    lines = [[n, f"Nguyễn Thị Hoa {n}", "05/03/1987", "Nữ", f"030187{100_000 * series + n:06d}", "Thôn Đoài", 1_500_000] for n in range(READ_ROWS)]
    with acting(here.lister):
        upload = receive.receive(workbook(lines), "ds.xlsx", policy="nq68-12", by=here.lister, at=here.later())
    return ["read", here.lister.username, str(upload.pk)], lambda: UploadRow.objects.filter(upload=upload).count(), READ_ROWS


def a_submit(here: Town, series: int, _folder: Path) -> tuple[list[str], Callable[[], int], int]:
    upload = read_list(here, people(series=series))
    return ["submit", here.lister.username, str(upload.pk)], lambda: Claim.objects.filter(dossier__upload=upload).count(), ROWS


def an_approve(here: Town, series: int, _folder: Path) -> tuple[list[str], Callable[[], int], int]:
    task = forwarded(here, submitted(here, people(series=series)), times=2)
    return ["approve", here.chair.username, str(task.pk)], lambda: Claim.objects.filter(dossier=task.dossier_id, state="approved").count(), ROWS


def a_settle(here: Town, series: int, folder: Path) -> tuple[list[str], Callable[[], int], int]:
    from ansinh.delivery.cases import decide

    task = forwarded(
        here, submitted(here, [{**row, "account_number": f"1{row['id_number']}", "bank_name": "Agribank"} for row in people(series=series)]), times=2
    )
    with acting(here.chair):
        decision = decide.approve(task.pk, by=here.chair, at=here.later())
    filed(here, decision)
    statement = folder / "sao-ke.csv"
    statement.write_bytes(csv([(row, row.amount_vnd, "paid") for row in instructions(decision)], title=f"KQ-{series}"))
    return (
        ["settle", here.payer.username, str(decision.pk), str(statement)],
        lambda: Entry.objects.filter(instruction__decision=decision, credit="paid").count(),
        ROWS,
    )


READ_ROWS = 2_500
DEEDS = {"read": a_read, "submit": a_submit, "approve": an_approve, "settle": a_settle}


@pytest.mark.parametrize("victim", ["the process", "the database"])
@pytest.mark.parametrize("verb", sorted(DEEDS))
def test_a_deed_whose_process_or_database_is_killed_leaves_nothing_and_is_done_again_once(verb: str, victim: str, durable: Durable, tmp_path: Path) -> None:
    series = 1 + 2 * sorted(DEEDS).index(verb) + (victim == "the database")
    arguments, effect, whole = DEEDS[verb](town(), series, tmp_path)
    connections.close_all()
    with chain_held(durable.owner):
        deed = durable.deed(*arguments)
        until(lambda: deed.poll() is not None or somebody_waits(durable.owner), "the deed reaches its end and waits there")
        assert deed.poll() is None, deed.stderr.read() if deed.stderr else ""
        if victim == "the process":
            deed.kill()
        else:
            durable.kill()
        assert deed.wait(PATIENCE_SECONDS) != 0, "killed, or told that the database is gone"
    durable.server.start()
    until(lambda: nobody_works(durable.owner), "the database lets go of the dead one's transaction")
    with acting(NATION):
        assert effect() == 0, "nothing half done"
    do(*arguments)
    with acting(NATION):
        assert effect() == whole, "nothing lost, nothing doubled"
    demand_truth()
    demand_evidence()
