"""What a hundred officers do at their browsers, for locust: they sign in, look at their inbox, open dossiers and people, act, undo, search.

A file of its own process: it knows the system by its pages alone. `bench/load.py` starts it and reads what it writes to `LOAD_OUT`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
import os
import random
import re
import struct
import time
from collections import defaultdict
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from locust import FastHttpUser, between, events, task

OFFICERS: list[dict[str, Any]] = json.loads(Path(os.environ["LOAD_OFFICERS"]).read_text(encoding="utf-8"))
SECRET, PASSWORD = os.environ["LOAD_SECRET"], os.environ["LOAD_PASSWORD"]
WARM_SECONDS, THINK_SECONDS = float(os.environ["LOAD_WARM"]), float(os.environ["LOAD_THINK"])
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"')
DOSSIER = re.compile(r'data-inbox-open href="/ho-so/([0-9a-f-]{36})/"')
TASK = re.compile(r'name="task" value="([0-9a-f-]{36})"')
CLAIM = re.compile(r'href="nguoi/([0-9a-f-]{36})/"')
NEXT = re.compile(r'href="\?after=([^"]+)"[^>]*rel="next"')
UNDO = re.compile(r'action="(/ban-lam-viec/hoan-tac/[0-9a-f-]{36}/)"')
REASON = "Giấy ra viện chưa có dấu của cơ sở y tế"
turns = itertools.count()
took: dict[str, list[float]] = defaultdict(list)
faults: list[str] = []
begun = time.monotonic()


@events.request.add_listener
def note(name: str, response_time: float, exception: Exception | None, **_more: Any) -> None:
    """Keep how long each request took, once everybody has signed in."""
    if exception:
        faults.append(f"{name}: {exception}"[:300])
    if name.startswith("sign in") or time.monotonic() - begun > WARM_SECONDS:
        took[name].append(response_time)


@events.user_error.add_listener
def stumble(exception: Exception, **_more: Any) -> None:
    """Keep that an officer of ours fell over a page she did not expect."""
    faults.append(f"{type(exception).__name__}: {exception}"[:300])


@events.quitting.add_listener
def write(**_more: Any) -> None:
    """Write what was measured."""
    told = {"took": took, "faults": faults, "seconds": time.monotonic() - begun - WARM_SECONDS}
    Path(os.environ["LOAD_OUT"]).write_text(json.dumps(told), encoding="utf-8")


def code_now() -> str:
    """Give what an authenticator app shows now (RFC 6238)."""
    digest = hmac.new(base64.b32decode(SECRET), struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


class Officer(FastHttpUser):
    """One officer at her desk, who looks at each page for as long as it is said, more or less."""

    wait_time = between(0.4 * THINK_SECONDS, 1.6 * THINK_SECONDS)
    network_timeout = 30.0

    def on_start(self) -> None:
        """Sign in by the pages, with the second factor where it is asked for."""
        number = next(turns)
        told = OFFICERS[number % len(OFFICERS)]
        self.role, self.chance = told["role"], random.Random(number)  # noqa: S311 - who clicks what
        self.dossiers: list[str] = []
        self.long: list[str] = told["long"]
        self.waiting: list[str] = []
        self.claims: list[str] = []
        self.opened = ""
        answer = self._send("/accounts/login/", {"login": told["username"], "password": PASSWORD}, kind="sign in")
        if "/2fa/authenticate/" in str(answer.url):
            self._post(str(answer.url), answer.text, {"code": code_now()}, kind="sign in: second factor")

    @task(6)
    def look_at_inbox(self) -> None:
        """Open the inbox, now and then with another filter or its next page."""
        answer = self.client.get("/ban-lam-viec/", name="list: inbox")
        self.dossiers = DOSSIER.findall(answer.text)
        self.waiting = TASK.findall(answer.text)
        turn = self.chance.random()
        if turn < 0.15:
            self._post("/ban-lam-viec/loc/", answer.text, {"xem": self.chance.choice(["", "late", "today"]), "phim": "1"}, kind="list: inbox, filtered")
        elif turn < 0.3 and (following := NEXT.search(answer.text)):
            self.client.get(f"/ban-lam-viec/?after={following[1].replace('&amp;', '&')}", name="list: inbox, next page")

    @task(5)
    def open_dossier(self) -> None:
        """Open one of the dossiers that wait; of three every third a long list."""
        known = self.long if self.long and self.chance.random() < 1 / 3 else self.dossiers
        if known:
            self.opened = self.chance.choice(known)
            self.claims = list(dict.fromkeys(CLAIM.findall(self.client.get(f"/ho-so/{self.opened}/", name="open: dossier").text)))

    @task(4)
    def open_claim(self) -> None:
        """Open one of the people of the dossier."""
        if self.claims:
            self.client.get(f"/ho-so/{self.opened}/nguoi/{self.chance.choice(self.claims)}/", name="open: claim")

    @task(2)
    def search(self) -> None:
        """Look for somebody by name."""
        name = self.chance.choice(("Nguyễn Thị Hoa", "trần văn hùng", "le thi lan", "Phạm Minh Đức"))
        self.client.get(f"/ban-lam-viec/?q={name}", name="list: search")

    @task(1)
    def look_around(self) -> None:
        """Look at all dossiers, or at the figures."""
        address = self.chance.choice(("/ho-so/", "/so-lieu/", "/don-vi/"))
        self.client.get(address, name=f"list: {address}")

    @task(4)
    def act(self) -> None:
        """Take somebody out of a long list, send a dossier back, or hand it on or sign it."""
        if self.opened in self.long and len(self.claims) > 1:
            self._confirm(f"/ho-so/{self.opened}/loai/?claim={self.claims.pop()}", {"reason": REASON}, kind="exclude")
        elif self.dossiers:
            dossier = self.dossiers.pop(self.chance.randrange(len(self.dossiers)))
            if self.chance.random() < 0.3 and self.role != "lister":
                self._confirm(f"/ho-so/{dossier}/tra-lai/", {"reason": REASON}, kind="return")
            elif self.role == "approver":
                self._confirm(f"/ho-so/{dossier}/phe-duyet/", {}, kind="approve")
            else:
                self._confirm(f"/ho-so/{dossier}/chuyen/", {}, kind="hand on")

    @task(1)
    def act_on_many(self) -> None:
        """Approve several at once after the preview, and sometimes take it back."""
        tasks = self.waiting[:8]
        if self.role != "approver" or len(tasks) < 2:
            return
        address = "/ban-lam-viec/nhieu-ho-so/?lam=approve&" + "&".join(f"task={key}" for key in tasks)
        shown = self.client.get(address, name="open: preview of many").text
        hidden = [(name, value) for name, value in HIDDEN.findall(shown) if name != "csrfmiddlewaretoken"]
        if not any(name == "dossiers" for name, _value in hidden):
            return
        answer = self._post("/ban-lam-viec/nhieu-ho-so/", shown, hidden, kind="act: approve many")
        self.waiting, self.dossiers = [], []
        if self.chance.random() < 0.5 and (undo := UNDO.search(answer.text)):
            self._post(undo[1], answer.text, {}, kind="act: undo many")

    def _confirm(self, address: str, given: dict[str, str], *, kind: str) -> None:
        shown = self.client.get(address, name=f"open: {kind}").text
        hidden = {name: value for name, value in HIDDEN.findall(shown) if name in ("task", "claim")}
        if "task" in hidden:
            self._post(address, shown, {**hidden, **given}, kind=f"act: {kind}")

    def _send(self, address: str, given: dict[str, str], *, kind: str) -> Any:
        return self._post(address, self.client.get(address, name=f"{kind}: page").text, given, kind=kind)

    def _post(self, address: str, page: str, given: dict[str, str] | list[tuple[str, str]], *, kind: str) -> Any:
        token = TOKEN.search(page)
        fields = [*(given.items() if isinstance(given, dict) else given), ("csrfmiddlewaretoken", token[1] if token else "")]
        headers = {"Referer": self.host, "Content-Type": "application/x-www-form-urlencoded"}
        with self.client.post(address, data=urlencode(fields), headers=headers, name=kind, catch_response=True) as answer:
            if answer.status_code in (409, 422):  # a colleague was there first, or the law says no: an answer, not a fault
                answer.success()
            return answer


class Machine(FastHttpUser):
    """Asks the server one word a second, so that every figure stands beside what the same machine then takes for nothing."""

    fixed_count = 1
    wait_time = between(0.5, 1.5)

    @task
    def nothing(self) -> None:
        """Ask."""
        self.client.get("/healthz", name="peer: /healthz")


class Citizen(FastHttpUser):
    """Somebody without an account, on a telephone."""

    fixed_count = 10
    wait_time = between(2, 8)

    @task
    def look(self) -> None:
        """Look at what is public."""
        address = random.choice(("/", "/kiem-tra/", "/tra-cuu/", "/niem-yet/", "/so-lieu/"))  # noqa: S311 - who clicks what
        self.client.get(address, name="public pages")
