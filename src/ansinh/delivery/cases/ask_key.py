"""A key that was away is asked again at once, when its officer or who heads her office says so: once at a time, whoever asks besides."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ansinh.delivery.cases.hand_over import MAY_RECORD
from ansinh.delivery.cases.jobs_signing import start_signing
from ansinh.delivery.cases.models_signatures import SigningWait
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours
from ansinh.delivery.offices.scope import actor_of, within

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

LONGEST_ANSWER = timedelta(minutes=3)
"""A remote key may wait two minutes for its owner's telephone; after three nobody is being asked any more."""


def ask_key(document_id: uuid.UUID, *, by: Officer, at: datetime) -> SigningWait:
    """Have the key of a paper that waits asked again by the next free worker, within a second or so; what it says is told where the paper is shown.

    Raises `NotYours` for anybody but who decided and who heads or administers her office, `AlreadyDone` where it is signed or being asked,
    `DoesNotExist` where nothing waits or it is out of sight.
    """
    with act(actor_of(by), "cases.ask_key", at=at, province=by.office.province) as deed:
        wait = within(SigningWait.objects.select_for_update(of=("self",)).select_related("document"), by).get(document=document_id)
        if not may_ask(wait, by=by, at=at):
            raise NotYours(
                "key_of_another",
                "Chỉ người ký, người đứng đầu hoặc quản trị của đơn vị cho thử ký lại.",
                "Only who signs, the head or the administrator of the office may have the key asked again.",
            )
        if wait.settled_at:
            raise AlreadyDone("paper_signed", "Văn bản này đã được ký số.", "This paper has been signed.")
        if being_asked(wait, at=at):
            raise AlreadyDone("key_asked", "Đang hỏi khóa ký. Chờ trả lời.", "The key is being asked. Wait for its answer.")
        wait.asked_at, wait.asked_by = at, by
        wait.save(update_fields=["asked_at", "asked_by"])
        deed.province = wait.province
        deed.event("signing_wait", wait, after={"asked": True, "tries": wait.tries})
        start_signing(wait.document)
    return wait


def may_ask(wait: SigningWait, *, by: Officer, at: datetime) -> bool:
    """Say whether an officer may have the key asked again."""
    return by.pk == wait.officer_id or (by.office_id == wait.office_id and bool(MAY_RECORD & roles_of(by, on=local_day(at))))


def being_asked(wait: SigningWait, *, at: datetime) -> bool:
    """Say whether somebody had the key asked and it has not answered yet."""
    return wait.asked_at is not None and wait.asked_at > wait.tried_at and at - wait.asked_at < LONGEST_ANSWER
