"""SIGKILL of the worker and of the web server in the middle of two thousand rows: the next one goes on, once."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connections

import testbed
from ansinh.config.server import web_command, worker_command
from ansinh.delivery.cases.jobs import start_submitting
from ansinh.delivery.cases.models import Claim, Decision, Dossier
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import forwarded, person, read_list, submitted, task_of, town
from simulation.killing import PATIENCE_SECONDS, ROWS, chain_held, nobody_works, people, somebody_waits, until
from simulation.truth import demand_evidence, demand_truth

pytestmark = pytest.mark.xdist_group("killed")


def test_a_worker_killed_while_submitting_is_followed_by_another_that_finishes(own_db: str, databases: testbed.Databases, live_environ: dict[str, str]) -> None:
    here = town()
    submitted(here, [person(999_999)])
    upload = read_list(here, people())
    start_submitting(upload, by=here.lister)
    owner = databases.owner_of(own_db)
    connections.close_all()
    with chain_held(owner):
        worker = subprocess.Popen(worker_command(), env=live_environ)  # noqa: S603 - ourselves
        until(lambda: somebody_waits(owner), "the worker reaches the end of the submit")
        worker.kill()
        worker.wait()
    until(lambda: nobody_works(owner), "the database lets go of the dead one's transaction")
    with acting(NATION):
        assert not Dossier.objects.filter(upload=upload).exists()
    connections.close_all()
    with psycopg.connect(owner) as clock:  # as if the dead one had been silent for a minute; the next worker's own look, every quarter of one, finds it
        clock.execute("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 minute'")
    other = subprocess.Popen(worker_command(), env=live_environ)  # noqa: S603 - ourselves
    try:

        def finished() -> bool:
            with acting(NATION):
                return Dossier.objects.filter(upload=upload).exists()

        until(finished, "the next worker takes the job up again")
    finally:
        other.terminate()
        other.wait(30)
    with acting(NATION):
        assert Claim.objects.filter(dossier__upload=upload).count() == ROWS
    demand_truth()
    demand_evidence()


def test_a_web_server_killed_while_an_approver_signs_is_asked_again_and_signs_once(
    own_db: str, databases: testbed.Databases, live_environ: dict[str, str], static_files: None, signed_in: Callable[[Any], Any]
) -> None:
    here = town()
    dossier = submitted(here, people())
    task = forwarded(here, dossier, times=2)
    cookie = next(iter(signed_in(here.chair).cookies.values())).value
    page = f"/ho-so/{task.dossier_id}/phe-duyet/"
    owner = databases.owner_of(own_db)
    connections.close_all()
    with serving(live_environ) as (url, server):
        form = opened_form(url + page, cookie)
        with chain_held(owner):
            click = subprocess.Popen([sys.executable, "-c", CLICK, url + page, json.dumps(form)])  # noqa: S603 - ourselves
            until(lambda: somebody_waits(owner), "the approval reaches its end")
            os.killpg(server.pid, signal.SIGKILL)
            assert click.wait(PATIENCE_SECONDS) != 0
    until(lambda: nobody_works(owner), "the database lets go of the dead one's transaction")
    with acting(NATION):
        assert not Decision.objects.exists()
        assert Claim.objects.filter(state="in_review").count() == ROWS
    assert task_of(dossier).pk == task.pk
    connections.close_all()
    with serving(live_environ) as (url, _server):
        for _twice in range(2):
            subprocess.run([sys.executable, "-c", CLICK, url + page, json.dumps(form)], check=True)  # noqa: S603 - ourselves
    with acting(NATION):
        assert Decision.objects.get().approved == ROWS
    demand_truth()
    demand_evidence()


CLICK = """
import json, sys, urllib.parse, urllib.request
url, form = sys.argv[1], json.loads(sys.argv[2])
asked = urllib.request.Request(url, urllib.parse.urlencode(form["fields"]).encode(), {"Cookie": form["cookie"], "Referer": url})
sys.exit(0 if urllib.request.urlopen(asked, timeout=100).status == 200 else 1)
"""
"""A click on the button, in a process of its own."""


def opened_form(url: str, session: str) -> dict[str, Any]:
    """Open a page with a form as a browser does; give its fields and cookies."""
    from django.conf import settings

    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Cookie": cookie}), timeout=30) as answer:  # noqa: S310 - loopback
        text = answer.read().decode()
        given = [value.split(";")[0] for name, value in answer.headers.items() if name.lower() == "set-cookie"]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert {"csrfmiddlewaretoken", "task"} <= fields.keys(), text[:3000]
    return {"cookie": "; ".join([cookie, *given]), "fields": fields}


@contextlib.contextmanager
def serving(environ: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run the web server of operation in a group of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(web_command("127.0.0.1", port), env=environ, start_new_session=True)  # noqa: S603 - ourselves

    def answers() -> bool:
        with contextlib.suppress(OSError, urllib.error.URLError), urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - loopback
            return True
        return False

    try:
        until(answers, "the web server answers")
        yield url, server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)
