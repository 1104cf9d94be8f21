"""How long the pages of officers and of the public take with 100,000 claims and more in the database, under a load by wrk.

The web server is the one of operation, asked as by a proxy: each request on a connection of its own. Each page is asked for without a
pause, by one and by two askers a core, which share the cores with the server and the database; a page is set beside `/healthz`, which
asks the database one word.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from dossier import ROWS, officers, pass_through
from make_list import make_list

LEAST_CLAIMS = 100_000
OF_A_COMMUNE = 1_024
CORES = len(os.sched_getaffinity(0))
ASKERS = (CORES, 2 * CORES)
HERE = Path(__file__).resolve().parent


def fill() -> None:
    """See that there are claims enough in dossiers as communes send them, and one very large dossier besides."""
    from django.db.models import Sum

    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.offices.scope import NATION, acting

    with acting(NATION):
        small = Dossier.objects.filter(claims__lte=OF_A_COMMUNE).aggregate(claims=Sum("claims"))["claims"] or 0
        wanted = [OF_A_COMMUNE] * -(-max(0, LEAST_CLAIMS - small) // OF_A_COMMUNE) + [ROWS] * (not Dossier.objects.filter(claims__gt=LEAST_CLAIMS).exists())
    with TemporaryDirectory() as folder:
        for number, rows in enumerate(wanted):
            path = Path(folder) / f"list-{number}.xlsx"
            make_list(path, rows=rows, seed=time.time_ns(), messy=False)
            pass_through(path, "nq68-12")


def cookie_of(officer: Any) -> str:
    """Open a session as signing in with the second factor does, and give its cookie."""
    from django.conf import settings
    from django.test import Client

    from ansinh.doors.web.accounts.second_factor import SHOWN

    client = Client()
    client.force_login(officer)
    session = client.session
    session[SHOWN] = True
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def pages() -> list[tuple[str, str, str]]:
    """Name the pages: what it is, address, cookie."""
    from ansinh.delivery.cases.models import Claim, Dossier
    from ansinh.delivery.offices.scope import NATION, acting

    by = officers()
    with acting(NATION):
        dossier = Dossier.objects.filter(claims__lte=OF_A_COMMUNE).order_by("-submitted_at")[0]
        large = Dossier.objects.order_by("-claims")[0]
        claim = Claim.objects.get(dossier=dossier, order=dossier.claims // 2)
    lister, approver = cookie_of(by["lister"]), cookie_of(by["approver"])
    return [
        ("health (peer)", "/healthz", ""),
        ("home", "/", ""),
        ("national figures", "/so-lieu/", ""),
        ("province's figures", "/so-lieu/30/", ""),
        ("may I?, question", "/kiem-tra/", ""),
        ("desk of a lister", "/ban-lam-viec/", lister),
        ("desk of an approver", "/ban-lam-viec/", approver),
        ("dossiers", "/ho-so/", approver),
        ("list of a commune", f"/danh-sach/{dossier.upload_id}/", lister),
        ("dossier of a commune", f"/ho-so/{dossier.pk}/", approver),
        ("search a name in it", f"/ho-so/{dossier.pk}/?q={quote(claim.folded_name)}", approver),
        ("one claim", f"/ho-so/{dossier.pk}/nguoi/{claim.pk}/", approver),
        ("decision", f"/ho-so/{dossier.pk}/quyet-dinh/", approver),
        (f"list of {large.claims:,}", f"/danh-sach/{large.upload_id}/", lister),
        (f"dossier of {large.claims:,}", f"/ho-so/{large.pk}/", approver),
    ]


@contextmanager
def web_server() -> Iterator[str]:
    """Run the web server of operation on a free port."""
    from ansinh.config.server import collect_static, web_command

    collect_static()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    process = subprocess.Popen(web_command("127.0.0.1", port), env={**os.environ, "ANSINH_PUBLIC_URL": url})  # noqa: S603 - our own server
    try:
        for _ in range(600):
            with suppress(OSError, urllib.error.URLError), urllib.request.urlopen(f"{url}/healthz", timeout=5):  # noqa: S310 - loopback
                break
            time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(30)


class Elsewhere(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a page that leads elsewhere is not the page."""

    def redirect_request(self, *_: Any) -> None:
        """Refuse."""


def demand_page(url: str, cookie: str) -> None:
    """Raise unless the page itself answers."""
    asked = urllib.request.Request(url, headers={"Cookie": cookie} if cookie else {})  # noqa: S310 - loopback
    with urllib.request.build_opener(Elsewhere).open(asked, timeout=30) as answer:
        answer.read()


def under_load(url: str, cookie: str, seconds: int, askers: int) -> dict[str, float]:
    """Ask for a page over and over, so many at once; give its percentiles in milliseconds."""
    headers = ["-H", "Connection: close", *(["-H", f"Cookie: {cookie}"] if cookie else [])]
    script = ["-s", str(HERE / "percentiles.lua")]
    told = subprocess.run(["wrk", "-t", "1", "-c", str(askers), "-d", f"{seconds}s", *headers, *script, url], check=True, capture_output=True, text=True)  # noqa: S603, S607 - a tool of the system, asked for our own server
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Fill the database where needed, load each page and print the table; 1 when a page failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5, help="of load for each page")
    parser.add_argument("--var", type=Path, default=Path("var/bench"))
    asked = parser.parse_args()
    os.environ.update(ANSINH_VAR=str(asked.var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    subprocess.run(["sh", str(HERE / "get-wrk.sh")], check=True)  # noqa: S603, S607 - our own script
    from ansinh.config.running import running

    failed = False
    with running():
        from django.db import connection

        fill()
        with connection.cursor() as cursor:
            cursor.execute("SET ansinh.level = 'national'")
            cursor.execute("SELECT count(*) FROM cases_claim")
            claims = cursor.fetchone()[0]
        asked_for = pages()
        print(f"claims in the database: {claims:,}; {CORES} cores; milliseconds with {ASKERS[0]} and with {ASKERS[1]} asking at once")
        with web_server() as url:
            peers: dict[int, float] = {}
            for name, address, cookie in asked_for:
                demand_page(url + address, cookie)
                under_load(url + address, cookie, 1, ASKERS[-1])  # the first requests warm each process
                told = [name.ljust(24)]
                for askers in ASKERS:
                    found = under_load(url + address, cookie, asked.seconds, askers)
                    failed = failed or bool(found["failed"])
                    peer = peers.setdefault(askers, found["p95"])
                    told.append(f"p50 {found['p50']:>6.1f}  p95 {found['p95']:>6.1f}  {found['p95'] / peer:>5.1f} x peer  {found['rate']:>5.0f}/s")
                print("  |  ".join(told), "FAILED" if failed else "")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
