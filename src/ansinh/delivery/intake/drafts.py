"""Answers kept on the server while somebody fills in a form: found by a code she holds, readable by nobody without it, emptied after a bounded time."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from ansinh.delivery.cases.numbers import new_code, read_code
from ansinh.delivery.intake.models import Draft
from ansinh.delivery.offices.refusals import Refused

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime

KEPT = timedelta(days=14)
LARGEST_BYTES = 16_000
MOST_EMPTIED = 1_000


def begin(body: Mapping[str, Any], *, at: datetime) -> str:
    """Keep first answers and give the code under which they are found again."""
    code = new_code()
    with _holding(code):
        Draft.objects.create(code_sha256=_hash(code), body=_bounded(body), changed_at=at, expires_at=at + KEPT)
    return code


def read(code: str, *, at: datetime) -> dict[str, Any] | None:
    """Give the answers behind a code; nothing for a wrong one and for one whose time is over."""
    written = read_code(code)
    if written is None:
        return None
    with _holding(written):
        held = Draft.objects.filter(code_sha256=_hash(written), expires_at__gt=at).first()
    return dict(held.body) if held and held.body else None


def keep(code: str, body: Mapping[str, Any], *, at: datetime) -> None:
    """Keep the answers as they are now; from each change the time runs anew. Raises `Refused` for more than a form can hold."""
    with _holding(code):
        Draft.objects.filter(code_sha256=_hash(code), expires_at__gt=at).update(body=_bounded(body), changed_at=at, expires_at=at + KEPT)


def key_of(code: str) -> uuid.UUID | None:
    """Give the draft behind a code it was begun with."""
    with _holding(code):
        return Draft.objects.filter(code_sha256=_hash(code)).values_list("pk", flat=True).first()


def past(keys: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Give those of these drafts whose time is over."""
    with _showing("old"):
        return list(Draft.objects.filter(pk__in=keys).values_list("pk", flat=True))


def empty_old(*, at: datetime) -> int:
    """Empty a bounded number of drafts whose time is over; give how many."""
    with _showing("old"):
        old = Draft.objects.filter(expires_at__lte=at).exclude(body={}).values("pk")[:MOST_EMPTIED]
        return Draft.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(body={})


@contextmanager
def _holding(code: str) -> Iterator[None]:
    """Show the transaction the one draft of this code, beneath the queries too."""
    with _showing(_hash(code)):
        yield


@contextmanager
def _showing(what: str) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ansinh.draft', %s, true)", [what])
        yield
        cursor.execute("SELECT set_config('ansinh.draft', '', true)")


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _bounded(body: Mapping[str, Any]) -> dict[str, Any]:
    if len(json.dumps(body, default=str)) > LARGEST_BYTES:
        raise Refused("draft_large", "Câu trả lời quá dài. Viết ngắn lại.", "The answers are too long. Shorten them.")
    return dict(body)
