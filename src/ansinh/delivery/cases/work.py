"""Long work on a list says how far it is while its one transaction lasts, and hears that it is to stop.

What a transaction writes nobody sees before its end, so the measure stands in the name under which its connection is listed: it
costs nothing, is seen at once and goes with the process that dies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.models import Upload

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

NAME = re.compile(r"ansinh [0-9a-f]{32} ([a-z]) (\d+)/(\d+)\Z")
STAGES = {"r": "reading", "s": "storing", "e": "recording"}
AT_WORK = (Upload.State.READING, Upload.State.SUBMITTING)


class Stopped(Exception):
    """An officer asked that the work stop; whoever did it has to leave nothing of it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work on an upload is: rows `done` of `total` (0 where nobody knows yet) of a stage."""

    stage: str
    done: int
    total: int


@dataclass(slots=True)
class Work:
    """The work on one upload, within the transaction of its deed; `tell` hears each step as well."""

    upload: uuid.UUID
    tell: Callable[[Progress], None] | None = None
    letter: str = "r"
    done: int = 0
    total: int = 0

    def at(self, letter: str, done: int, total: int) -> None:
        """Say how far the work is. Raises `Stopped` when somebody asked that it stop."""
        self.letter, self.done, self.total = letter, done, total
        self.beat()
        if self.tell:
            self.tell(Progress(STAGES[letter], done, total))

    def beat(self) -> None:
        """Say it again; raises `Stopped` likewise."""
        name = f"ansinh {self.upload.hex} {self.letter} {self.done}/{self.total}"
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('application_name', %s, true), EXISTS (SELECT FROM cases_stop WHERE upload_id = %s AND heeded_at IS NULL)",
                [name[:63], self.upload],
            )
            if cursor.fetchone()[1]:
                raise Stopped

    def ending(self) -> None:
        """From here on the work ends well: whoever asks for a stop is told that it comes too late. Raises `Stopped` for one asked before."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [self.upload.hex])
        self.beat()


def may_settle(upload: uuid.UUID) -> bool:
    """Take, until the transaction ends, what `ending` takes; false where somebody has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [upload.hex])
        return bool(cursor.fetchone()[0])


def progress_of(upload: Upload) -> Progress | None:
    """Tell how far the work on an upload is; nothing while it waits for its turn. The caller has seen to the scope."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE %s UNION ALL SELECT cases_work(%s)",
            [f"ansinh {upload.pk.hex} %", upload.pk],
        )
        found = next((match for (name,) in cursor.fetchall() if name and (match := NAME.match(name))), None)
    return Progress(STAGES[found[1]], int(found[2]), int(found[3])) if found else None
