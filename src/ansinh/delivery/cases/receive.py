"""A list comes in: the file is kept first, whatever is in it; reading follows as a job."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ansinh.delivery.cases.keep import digest, keep
from ansinh.delivery.cases.models import Upload
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.cases.keep import Content
    from ansinh.delivery.offices.models import Officer

LARGEST_BYTES = 256 * 1024 * 1024
"""As much as a million rows need, be it as text of a wide encoding."""
WORKBOOK = "application/octet-stream"


def receive(content: Content, name: str, *, policy: str, by: Officer, at: datetime, programme: str = "nq68") -> Upload:
    """Keep the file and open an upload of the officer's office, to be read next.

    Raises `Refused` for an empty or far too large file, `AlreadyDone` when the office has the same file in work.
    """
    _demand_listable(policy, programme)
    demand(by, [Role.LISTER], policy=policy, on=local_day(at))
    sha256, size = digest(content)
    if not size:
        raise Refused(
            "file_empty",
            f"Tệp “{name}” không có nội dung. Hãy mở lại tệp, lưu rồi gửi lại.",
            f"The file “{name}” is empty. Open it, save it and send it again.",
        )
    if size > LARGEST_BYTES:
        raise Refused(
            "file_large", f"Tệp “{name}” lớn hơn 256 MB. Hãy tách thành nhiều tệp.", f"The file “{name}” is larger than 256 MB. Split it into several."
        )
    office = by.office
    with act(actor_of(by), "cases.receive", at=at, province=office.province) as deed:
        upload = Upload(province=office.province, district=office.district, commune=office.commune)
        same = Upload.objects.filter(office=office, policy=policy, sha256=sha256).exclude(state__in=["refused", "discarded"]).first()
        if same is not None:
            raise AlreadyDone(
                "file_in_work",
                f"Tệp này đã được gửi lúc {local_time(same.received_at):%H:%M %d/%m/%Y} và đang được xử lý. Mở lại lần gửi đó, hoặc bỏ nó trước khi gửi lại.",
                f"This file was sent on {local_time(same.received_at):%d/%m/%Y %H:%M} and is in work. Open that upload, or discard it before sending again.",
            )
        upload.office, upload.officer, upload.policy, upload.programme, upload.received_at = office, by, policy, programme, at
        upload.file = keep(content, kind="list", name=name, media_type=WORKBOOK, place=upload, by=by, at=at)
        upload.sha256 = upload.file.sha256
        try:
            with transaction.atomic():
                upload.save(force_insert=True)
        except IntegrityError as error:  # the same click twice: the other one is first
            raise AlreadyDone("file_in_work", "Tệp này vừa được gửi.", "This file was sent a moment ago.") from error
        deed.event("upload", upload, after={"file": upload.file.sha256, "name": upload.file.name, "policy": policy})
    return upload


def _demand_listable(policy: str, programme: str) -> None:
    if policy not in {known.id for known in load_programme(programme).policies}:
        raise Refused("policy_unknown", f"Chương trình không có chính sách “{policy[:20]}”.", f"The programme has no policy “{policy[:20]}”.")


def discard(upload: Upload, *, by: Officer, at: datetime) -> Upload:
    """Put an upload away unsubmitted; its file and rows are kept. Raises `AlreadyDone` when it was submitted."""
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    with act(actor_of(by), "cases.discard", at=at, province=upload.province) as deed:
        held = Upload.objects.select_for_update().get(pk=upload.pk)
        if held.state not in (Upload.State.READ, Upload.State.REFUSED):
            raise AlreadyDone(
                "not_discardable", f"Lần gửi này {held.get_state_display().lower()}, không bỏ được.", f"This upload is {held.state} and cannot be discarded."
            )
        before, held.state = held.state, Upload.State.DISCARDED
        held.save(update_fields=["state"])
        deed.event("upload", held, before={"state": before}, after={"state": held.state})
    return held
