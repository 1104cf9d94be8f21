"""An officer stops the reading or submitting of a list, at any moment: nothing of it is left, and the list says so.

Where nobody is at work on it, because it waits for its turn or its process died, it is settled at once; else whoever is at
work finds the wish between two blocks, undoes everything and settles it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.models import Stop, Upload
from ansinh.delivery.cases.procedure import local_day, local_time
from ansinh.delivery.cases.work import AT_WORK, may_settle
from ansinh.delivery.evidence.record import Act, act
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import demand
from ansinh.delivery.offices.refusals import AlreadyDone
from ansinh.delivery.offices.scope import acting, actor_of, within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer


def stop(upload: Upload, *, by: Officer, at: datetime) -> Upload:
    """Ask that the work on an upload stop, or stop it at once where nobody is at it; a second wish changes nothing.

    Raises `AlreadyDone` when the work has ended, or is ending at this moment.
    """
    demand(by, [Role.LISTER], policy=upload.policy, on=local_day(at))
    with act(actor_of(by), "cases.stop", at=at, province=upload.province) as deed:
        if not may_settle(upload.pk):
            raise AlreadyDone(
                "work_ending",
                "Việc này đang kết thúc hoặc đang được dừng. Tải lại trang để xem.",
                "This is ending or being stopped. Load the page again to see.",
            )
        rows = within(Upload.objects.filter(pk=upload.pk), by)
        held = rows.select_for_update(skip_locked=True, of=("self",)).first()  # nothing while somebody is at work on it
        if held is not None and held.state not in AT_WORK:
            raise AlreadyDone(
                "work_ended",
                f"Lần gửi này {held.get_state_display().lower()}, không còn gì để dừng.",
                f"This upload is {held.state}; nothing is left to stop.",
            )
        asked = Stop.objects.filter(upload=upload, heeded_at=None).select_related("asked_by").first()
        if not asked:
            asked = Stop.objects.create(province=upload.province, district=upload.district, commune=upload.commune, upload=upload, asked_by=by, asked_at=at)
            deed.event("upload", upload, after={"stop": "asked"})
        if held is not None:
            _settle(deed, held, asked)
        return held or upload


def stopped(upload_id: uuid.UUID, *, by: Officer, at: datetime) -> Upload:
    """Say on an upload that its work was stopped and nothing of it is left; for whoever was at it, after undoing it."""
    with acting(by), act(actor_of(by), "cases.stopped", at=at, province=by.office.province) as deed:
        held = Upload.objects.select_for_update(of=("self",)).get(pk=upload_id)
        asked = Stop.objects.filter(upload=held, heeded_at=None).select_related("asked_by").first()
        if asked and held.state in (*AT_WORK, Upload.State.READ):  # as read: submitted by a command that waits for it
            _settle(deed, held, asked)
        return held


def _settle(deed: Act, held: Upload, asked: Stop) -> None:
    """Put the upload where it stood before the work: a list that was being read is put away, one that was being submitted waits as read."""
    before = held.state
    who, when = str(asked.asked_by), f"{local_time(asked.asked_at):%H:%M %d/%m/%Y}"
    if before == Upload.State.READING:
        held.state = Upload.State.DISCARDED
        vi = f"Việc đọc đã được {who} dừng lúc {when}. Không dòng nào được lưu; gửi lại tệp khi cần."
        en = f"{who} stopped the reading at {when}. No row was stored; send the file again when needed."
        held.summary = {"stopped": {"code": "stopped", "vi": vi, "en": en}}
    else:
        held.state = Upload.State.READ
        vi = f"Việc nộp đã được {who} dừng lúc {when}. Không hồ sơ nào được tạo, không ai được ghi nhận; danh sách vẫn như trước khi nộp."
        en = f"{who} stopped the submission at {when}. No dossier was made and nobody was taken in; the list is as it was before."
        held.summary = {**held.summary, "refusal": {"code": "stopped", "vi": vi, "en": en}}
    held.save(update_fields=["state", "summary"])
    Stop.objects.filter(upload=held, heeded_at=None).update(heeded_at=deed.at)
    deed.event("upload", held, before={"state": str(before)}, after={"state": str(held.state), "stop": "heeded"})
