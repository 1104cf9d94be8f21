"""Lists in: sent, read, submitted."""

from __future__ import annotations

import uuid
from dataclasses import asdict
from typing import IO, Any, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Form, Router
from ninja.files import UploadedFile

from ansinh.delivery.cases.jobs import read_upload, start_submitting
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.receive import receive
from ansinh.delivery.cases.stop import stop
from ansinh.delivery.cases.work import AT_WORK, progress_of
from ansinh.delivery.offices.scope import acting, within
from ansinh.doors.api.access import caller
from ansinh.doors.api.idempotency import once
from ansinh.doors.api.shapes import ListIn, UploadOut, demand_form

router = Router()


@router.post("", response={202: UploadOut})
@once
def send(request: HttpRequest, given: Form[ListIn], file: File[UploadedFile]) -> tuple[int, dict[str, Any]]:
    """Send a list; it is read by a job, look at it by its id."""
    demand_form(request, "policy", "file")
    upload = receive(cast("IO[bytes]", file), file.name or "list", policy=given.policy, by=caller(request), at=timezone.now())
    read_upload.defer(upload=str(upload.pk), officer=str(caller(request).pk))
    return 202, _shown(upload)


@router.get("/{upload}", response=UploadOut)
def show(request: HttpRequest, upload: uuid.UUID) -> UploadOut:
    """Show a list in work."""
    with acting(caller(request)):
        return UploadOut(**_shown(within(Upload.objects.all(), caller(request)).get(pk=upload)))


@router.post("/{upload}/submit", response={202: UploadOut})
@once
def submit(request: HttpRequest, upload: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """Submit a list whose rows are all decided; a job makes the dossier."""
    row = within(Upload.objects.all(), caller(request)).get(pk=upload)
    return 202, _shown(start_submitting(row, by=caller(request)))


@router.post("/{upload}/stop", response={202: UploadOut})
@once
def stop_work(request: HttpRequest, upload: uuid.UUID) -> tuple[int, dict[str, Any]]:
    """Stop the reading or submitting of a list: at once, or between two blocks; nothing of it is left, and the list says so."""
    row = within(Upload.objects.all(), caller(request)).get(pk=upload)
    return 202, _shown(stop(row, by=caller(request), at=timezone.now()))


def _shown(upload: Upload) -> dict[str, Any]:
    return {
        "id": upload.pk,
        "state": upload.state,
        "policy": upload.policy,
        "received_at": upload.received_at,
        "summary": upload.summary,
        "progress": _progress(upload),
    }


def _progress(upload: Upload) -> dict[str, Any] | None:
    found = progress_of(upload) if upload.state in AT_WORK else None
    return asdict(found) if found else None
