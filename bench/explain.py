"""How long one person takes, all policies explained: in the process, and over HTTP on the web server of operation with one asker."""

from __future__ import annotations

import argparse
import http.client
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlsplit

import orjson
from determine import AS_OF, PROGRAMME, people
from pages import web_server

from ansinh.policy.determine import determine

PERSONS = 500


def told(number: int) -> list[dict[str, Any]]:
    """Give the known facts of so many people made by chance, as a form or another system sends them."""
    rows = people(number, 0).to_dicts()
    return [orjson.loads(orjson.dumps({name: value for name, value in row.items() if name != "id" and value is not None})) for row in rows]


def microseconds(act: Callable[[dict[str, Any]], object], persons: list[dict[str, Any]]) -> list[float]:
    """Do it for each person in turn, several times over; give each person's best time."""
    best = [float("inf")] * len(persons)
    for _ in range(5):
        for place, person in enumerate(persons):
            started = time.perf_counter()
            act(person)
            best[place] = min(best[place], (time.perf_counter() - started) * 1e6)
    return best


def over_http(url: str, persons: list[dict[str, Any]]) -> list[float]:
    """Ask the API for each person, a connection each as a proxy opens; give milliseconds."""
    address, found = urlsplit(url), []
    for person in persons:
        body = json.dumps({"programme": "nq68", "as_of": AS_OF.isoformat(), "facts": person})
        started = time.perf_counter()
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        connection.request("POST", "/api/v1/law/explain", body, {"Content-Type": "application/json", "Idempotency-Key": os.urandom(8).hex()})
        answer = connection.getresponse()
        document = json.loads(answer.read())
        found.append((time.perf_counter() - started) * 1e3)
        assert answer.status == 200, document
        assert len(document["policies"]) == len(PROGRAMME.policies)
        connection.close()
    return found


def main() -> int:
    """Print both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--var", type=Path, default=Path("var/bench"))
    asked = parser.parse_args()
    persons = told(PERSONS)
    for what, act in (
        ("determined and explained", lambda person: determine(person, PROGRAMME, as_of=AS_OF)),
        ("and made a document", lambda person: determine(person, PROGRAMME, as_of=AS_OF).as_json()),
    ):
        took = microseconds(act, persons)
        print(f"one person, all policies, {what:26} median {median(took):>5.0f} µs   p95 {quantiles(took, n=20)[-1]:>5.0f} µs", flush=True)
    os.environ.update(ANSINH_VAR=str(asked.var.resolve()), DEMO="0")
    os.environ.pop("DATABASE_URL", None)
    from ansinh.config.running import running

    with running(), web_server() as url:
        over_http(url, persons[:50])  # the first requests warm each process
        took = over_http(url, persons)
    print(f"one person, all policies, over HTTP                  median {median(took):>5.1f} ms   p95 {quantiles(took, n=20)[-1]:>5.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
