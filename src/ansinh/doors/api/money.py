"""Money: instructions drawn, files made, statements taken in."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router
from ninja.files import UploadedFile

from ansinh.delivery.payments.files import make_files
from ansinh.delivery.payments.instruct import instruct
from ansinh.delivery.payments.settle import settle
from ansinh.doors.api.access import caller
from ansinh.doors.api.idempotency import once
from ansinh.doors.api.shapes import FilesOut, InstructedOut, InstructIn, StatementOut, demand_form

router = Router()


@router.post("/decisions/{decision}/instructions", response=InstructedOut)
@once
def instructed(request: HttpRequest, decision: uuid.UUID, given: InstructIn) -> tuple[int, dict[str, Any]]:
    """Draw the instructions of a decision: one a claim, once."""
    return 200, {"instructions": instruct(decision, by=caller(request), at=timezone.now(), otherwise=given.otherwise)}


@router.post("/decisions/{decision}/files", response=FilesOut)
@once
def files(request: HttpRequest, decision: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """Make the payment files of what is ready."""
    made = make_files(decision, by=caller(request), at=timezone.now())
    return 200, {
        "files": [
            {"id": row.pk, "channel": row.channel, "name": row.name, "instructions": row.instructions, "amount_vnd": row.amount_vnd, "sha256": row.file.sha256}
            for row in made
        ]
    }


@router.post("/statements", response=StatementOut)
@once
def stated(request: HttpRequest, file: File[UploadedFile]) -> tuple[int, dict[str, Any]]:
    """Take a statement in; the same file again changes nothing."""
    demand_form(request, "file")
    statement, new = settle(file.read(), file.name or "statement", by=caller(request), at=timezone.now())
    return 200, {"id": statement.pk, "new": new, "lines": statement.lines, "reference": statement.reference}
