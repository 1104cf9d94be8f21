"""A batch of paper forms between the post and an office: announced, counted, entered, settled; no form lies between two without an owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count

from ansinh.delivery.cases.numbers import next_number
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.models import Batch, Filing
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.queries import roles_of, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import acting, actor_of, scope_of, within

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

MOST_FORMS = 10_000
SHORTEST_NOTE = 10
RECEIVE = frozenset({Role.LISTER.value, Role.CHIEF.value})


@dataclass(frozen=True)
class Standing:
    """How many forms were announced, found and entered, and what is missing between one and the next."""

    announced: int
    counted: int | None
    entered: int

    @property
    def lost(self) -> int:
        """Announced and not found on arrival; negative for more than announced."""
        return 0 if self.counted is None else self.announced - self.counted

    @property
    def left(self) -> int:
        """Found and not entered yet; negative for more entered than found."""
        return (self.announced if self.counted is None else self.counted) - self.entered

    @property
    def agrees(self) -> bool:
        """Whether all three are one number."""
        return self.counted is not None and not self.lost and not self.left


def announce(office: Office, *, sender: str, announced: int, handed_on: date, by: Officer, at: datetime) -> Batch:
    """Write down the hand-over list of a post office, by its own officer or by who receives it; give the batch with its owner.

    Raises `NotYours` for an officer of neither, `Refused` for a count or day that cannot be, `NobodyAnswers` where nobody there lists.
    """
    receives = by.office_id == office.pk and bool(roles_of(by, on=local_day(at)) & RECEIVE)
    if not receives and not (by.office.kind == Office.Kind.POST and _reaches(by, office)):
        raise NotYours("batch_of_others", "Lô này do bưu điện hoặc nơi nhận ghi.", "A batch is written down by the post or by the office that receives it.")
    if not 0 < announced <= MOST_FORMS or not sender.strip() or handed_on > local_day(at):
        raise Refused(
            "batch_unlikely",
            "Ghi bưu điện nào giao, số tờ từ 1 trở lên, ngày giao không sau hôm nay.",
            "Give the post office, at least one form, and a day not after today.",
        )
    owner = who_answers(office, role=Role.LISTER, policy="", at=at)
    with acting(scope_of(owner)), act(actor_of(by), "intake.announce", at=at, province=office.province) as deed:
        year = local_day(at).year
        made = Batch(
            province=office.province, district=office.district, commune=office.commune, office=office, owner=owner, sender=sender.strip()[:160], announced=announced,
            handed_on=handed_on, announced_by=by, announced_at=at, number=f"{office.province}-BD-{year}-{next_number(f'batch/{office.province}/{year}'):06d}",
        )  # fmt: skip
        made.save(force_insert=True)
        deed.event("batch", made, after={"number": made.number, "announced": announced, "sender": made.sender, "owner": owner.full_name, "office": office.name})
        return made


def count(batch: uuid.UUID, *, counted: int, by: Officer, at: datetime) -> Batch:
    """Say how many forms were found on arrival. Raises `AlreadyDone` when that was said before, `NotYours` for another office."""
    if not 0 <= counted <= MOST_FORMS:
        raise Refused("count_unlikely", "Số tờ đếm được từ 0 trở lên.", "The count is 0 or more.")
    with acting(by), act(actor_of(by), "intake.count", at=at, province=by.office.province) as deed:
        held = _own(batch, by, at)
        if held.counted is not None:
            raise AlreadyDone("batch_counted", f"Lô này đã đếm: {held.counted} tờ.", f"This batch was counted: {held.counted}.")
        held.counted, held.counted_by, held.counted_at = counted, by, at
        held.save(update_fields=["counted", "counted_by", "counted_at"])
        deed.event("batch", held, after={"counted": counted, "announced": held.announced})
        return held


def settle(batch: uuid.UUID, *, note: str, by: Officer, at: datetime) -> Batch:
    """Close a batch: all three counts agree, or `note` says where each form is that differs.

    Raises `Refused` while it is not counted and for a difference without words, `AlreadyDone` once it is settled.
    """
    with acting(by), act(actor_of(by), "intake.settle_batch", at=at, province=by.office.province) as deed:
        held = _own(batch, by, at)
        if held.settled_at is not None:
            raise AlreadyDone("batch_settled", "Lô này đã khép.", "This batch is settled.")
        standing = standing_of(held)
        if standing.counted is None:
            raise Refused("batch_uncounted", "Đếm số tờ nhận được trước.", "Count the forms first.")
        if not standing.agrees and len(note.strip()) < SHORTEST_NOTE:
            raise Refused(
                "difference_unexplained",
                f"Giao {standing.announced}, đếm được {standing.counted}, đã nhập {standing.entered}: ghi rõ các tờ lệch ở đâu, ai giữ (ít nhất 10 ký tự).",
                f"Announced {standing.announced}, counted {standing.counted}, entered {standing.entered}: say where the forms that differ are (at least 10 characters).",
            )
        held.note, held.settled_by, held.settled_at = note.strip()[:500], by, at
        held.save(update_fields=["note", "settled_by", "settled_at"])
        told = {"announced": standing.announced, "counted": standing.counted, "entered": standing.entered}
        deed.event("batch", held, after={**told, **({"reason": held.note} if held.note else {})})
        return held


def standing_of(batch: Batch) -> Standing:
    """Count the three for one batch."""
    return Standing(batch.announced, batch.counted, Filing.objects.filter(batch=batch).exclude(state=Filing.State.WITHDRAWN).count())


def batches(*, seen_by: Officer, open_only: bool = False, after: str = "", before: str = "") -> Page[Batch]:
    """Give the batches of the officer's office, and those a post office announced, the newest first."""
    rows = _seen(seen_by)
    return page(rows.filter(settled_at=None) if open_only else rows, ["-id"], after=after, before=before)


def batch(key: uuid.UUID, *, seen_by: Officer) -> Batch:
    """Give one batch; raises `DoesNotExist` for another office's."""
    return _seen(seen_by).get(pk=key)


def entered(of: list[Batch], *, seen_by: Officer) -> dict[uuid.UUID, int]:
    """Count what was entered of each."""
    rows = within(Filing.objects.filter(batch__in=of).exclude(state=Filing.State.WITHDRAWN), seen_by)
    return {key: found for key, found in rows.order_by().values_list("batch").annotate(Count("pk")) if key is not None}


def _seen(by: Officer) -> QuerySet[Batch]:
    rows = within(Batch.objects.select_related("office", "owner", "announced_by", "counted_by", "settled_by"), by)
    return rows.filter(announced_by__office=by.office_id) if by.office.kind == Office.Kind.POST else rows.filter(office=by.office_id)


def _own(batch: uuid.UUID, by: Officer, at: datetime) -> Batch:
    held = within(Batch.objects.select_for_update(of=("self",)), by).get(pk=batch)
    if held.office_id != by.office_id or not roles_of(by, on=local_day(at)) & RECEIVE:
        raise NotYours("batch_elsewhere", "Lô này do đơn vị nhận đếm và khép.", "The receiving office counts and settles this batch.")
    return held


def _reaches(by: Officer, office: Office) -> bool:
    return all(getattr(office, column) == code for column, code in scope_of(by).filters().items())
