"""A hundred officers at once: signed in by the pages, reading, opening and acting for five minutes over 1.2 million claims, by locust.

Server and worker are those of operation, with their settings; officers and citizens share the machine with them and the database. Beside
each figure stands what `/healthz` took in the same minutes. First, alone, the whole page of an inbox is measured among all open tasks.
The database lies below `--var` and is kept for the next run, which goes on where this one ended.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pages import cookie_of, web_server

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS = 1_200_000
SHARES = {"lister": 60, "appraiser": 25, "approver": 15}
"""Of 100 officers."""
CITIZENS_AND_PEER = 11
WARM_SECONDS = 45
"""Until all have signed in; not measured."""
KINDS = ("list", "open", "act")
ALONE = 300
HERE = Path(__file__).resolve().parent


def sitting(count: int) -> list[Any]:
    """Give the officers who sit down, of each role its share, spread over the provinces."""
    from ansinh.delivery.offices.models import Officer

    found: list[Any] = []
    for role, share in SHARES.items():
        held = list(Officer.objects.filter(username__startswith=f"load.{role}.").order_by("username"))
        wanted = max(1, count * share // 100)
        found += held[:: max(1, len(held) // wanted)][:wanted]
    return found


def long_lists(officer: Any) -> list[str]:
    """Give the dossiers of many people that wait for an officer, a few."""
    from ansinh.delivery.cases.models import Task
    from ansinh.delivery.offices.scope import acting

    with acting(officer):
        return [str(key) for key in Task.objects.filter(owner=officer, done_at=None, dossier__claims__gt=1).values_list("dossier", flat=True)[:3]]


@contextmanager
def worker() -> Iterator[None]:
    """Run the job worker of operation."""
    from ansinh.config.server import worker_command

    process = subprocess.Popen(worker_command(), stderr=subprocess.DEVNULL)  # noqa: S603 - our own worker
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


def alone(url: str, officers: list[Any]) -> tuple[float, float]:
    """Ask for whole inboxes, one after another; give the median and the 95th percentile in milliseconds."""
    cookies = [cookie_of(officer) for officer in officers[:20]]
    took = []
    for turn in range(ALONE + len(cookies)):
        asked = urllib.request.Request(f"{url}/ban-lam-viec/", headers={"Cookie": cookies[turn % len(cookies)]})  # noqa: S310 - loopback
        started = time.perf_counter()
        with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - loopback
            answer.read()
        took.append((time.perf_counter() - started) * 1000)
    warm = took[len(cookies) :]
    return statistics.median(warm), statistics.quantiles(warm, n=20)[-1]


def under_load(url: str, officers: list[Any], seconds: int, think: float) -> dict[str, Any]:
    """Let them all work; give every request's milliseconds by its name, and the faults."""
    from load_world import PASSWORD, SECRET

    with TemporaryDirectory() as folder:
        names, out = Path(folder) / "officers.json", Path(folder) / "out.json"
        names.write_text(
            json.dumps([{"username": one.username, "role": one.username.split(".")[1], "long": long_lists(one)} for one in officers]), encoding="utf-8"
        )
        environ = {
            "LOAD_OFFICERS": str(names),
            "LOAD_OUT": str(out),
            "LOAD_SECRET": SECRET,
            "LOAD_PASSWORD": PASSWORD,
            "LOAD_WARM": str(WARM_SECONDS),
            "LOAD_THINK": str(think),
        }
        command = [
            sys.executable,
            "-m",
            "locust",
            "-f",
            str(HERE / "load_officers.py"),
            "--headless",
            "--host",
            url,
            "--users",
            str(len(officers) + CITIZENS_AND_PEER),
        ]
        command += ["--spawn-rate", "4", "--run-time", f"{seconds + WARM_SECONDS}s", "--only-summary", "--loglevel", "ERROR"]
        subprocess.run(command, env={**os.environ, **environ}, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own; 1 where a request failed, which is told
        found: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return found


def line(name: str, took: list[float], peer: float) -> str:
    """Say how long the half, 95 and 99 of 100 took at most."""
    cut = statistics.quantiles(took, n=100) if len(took) > 1 else [took[0]] * 99
    return f"{name:<28}{len(took):>7,}  p50 {cut[49]:>7.1f}  p95 {cut[94]:>7.1f}  p99 {cut[98]:>7.1f}  {cut[94] / peer:>5.1f} x /healthz"


def tell(found: dict[str, Any]) -> None:
    """Print the table: the three kinds, then each name."""
    took = found["took"]
    peer = statistics.quantiles(took["peer: /healthz"], n=20)[-1]
    sums = {kind: [value for name, values in took.items() if name.split(":")[0] == kind for value in values] for kind in KINDS}
    print(f"{sum(map(len, took.values())) / found['seconds']:.0f} requests a second, {len(found['faults'])} faults; milliseconds")
    for kind, values in sums.items():
        print(line(kind.upper(), values, peer) if values else f"{kind.upper()}: never asked for")
    for name in sorted(took):
        print(line(f"  {name}", took[name], peer))
    for fault in found["faults"][:10]:
        print(f"  FAULT {fault}")


def main() -> int:
    """Make the world where it is missing, measure, print; 1 when a request failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--officers", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--think", type=float, default=5, help="seconds an officer looks at a page, on average")
    parser.add_argument("--var", type=Path, default=Path("var/bench-load"))
    asked = parser.parse_args()
    os.environ.update(ANSINH_VAR=str(asked.var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    from ansinh.config.running import running

    with running():
        from load_world import fill

        started = time.perf_counter()
        held = fill(asked.claims)
        officers = sitting(asked.officers)
        print(f"{held['claims']:,} claims, {held['open tasks']:,} open tasks, made in {time.perf_counter() - started:.0f} s; {len(officers)} officers")
        with web_server() as url, worker():
            half, most = alone(url, officers)
            print(f"whole page of an inbox, alone: p50 {half:.1f}, p95 {most:.1f} ms")
            found = under_load(url, officers, asked.seconds, asked.think)
        tell(found)
    return int(bool(found["faults"]))


if __name__ == "__main__":
    sys.exit(main())
