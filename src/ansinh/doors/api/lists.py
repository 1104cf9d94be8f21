"""Lists in: sent, read, submitted."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile

from ansinh.delivery.cases.jobs import read_upload, start_submitting
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.receive import receive
from ansinh.delivery.offices.scope import acting, within
from ansinh.doors.api.access import caller
from ansinh.doors.api.idempotency import once
from ansinh.doors.api.shapes import ListIn, UploadOut, demand_form

router = Router()


@router.post("", response={202: dict[str, Any]})
@once
def send(request: HttpRequest, given: Form[ListIn], file: File[UploadedFile]) -> tuple[int, dict[str, Any]]:
    """Send a list; it is read by a job, look at it by its id."""
    demand_form(request, "policy", "file")
    upload = receive(file.read(), file.name or "list", policy=given.policy, by=caller(request), at=timezone.now())
    read_upload.defer(upload=str(upload.pk), officer=str(caller(request).pk))
    return 202, _shown(upload)


@router.get("/{upload}", response=UploadOut)
def show(request: HttpRequest, upload: uuid.UUID) -> UploadOut:
    """Show a list in work."""
    with acting(caller(request)):
        return UploadOut(**_shown(within(Upload.objects.all(), caller(request)).get(pk=upload)))


@router.post("/{upload}/submit", response={202: dict[str, Any]})
@once
def submit(request: HttpRequest, upload: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """Submit a list whose rows are all decided; a job makes the dossier."""
    row = within(Upload.objects.all(), caller(request)).get(pk=upload)
    return 202, _shown(start_submitting(row, by=caller(request)))


def _shown(upload: Upload) -> dict[str, Any]:
    return {"id": upload.pk, "state": upload.state, "policy": upload.policy, "received_at": upload.received_at, "summary": upload.summary}
