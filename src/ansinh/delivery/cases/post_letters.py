"""Notices go by post to whoever has no telephone: printed by the batch, numbered, each in one letter; a batch is handed to the post once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q

from ansinh.delivery.cases.documents import PDF, agency_of
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Claim
from ansinh.delivery.cases.models_letters import LetterBatch, PostedLetter
from ansinh.delivery.cases.numbers import next_numbers
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import chief_of, roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.papers.letters.parts import Signature
from ansinh.papers.letters.posted import MOST, Posted, posted_pdf
from ansinh.policy.names import spelt

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Officer

WHO_POSTS = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.PAYER, Role.CHIEF)
OPENING = "An Sinh: "
"""How a text message begins, so that its reader knows whose it is; a letter has a head."""


def waiting_letters(*, seen_by: Officer, kind: str = "", text: str = "") -> QuerySet[Notice]:
    """Select the letters of the officer's place that wait to be printed; `text` is part of a name or an address."""
    rows = within(Notice.objects.filter(channel=Notice.Channel.LETTER, state=Notice.State.QUEUED), seen_by)
    if kind:
        rows = rows.filter(kind=kind)
    said = text.strip()
    return rows.filter(Q(name__regex=spelt(said)) | Q(address__regex=spelt(said))) if said else rows


def without_address(*, seen_by: Officer) -> int:
    """Count the letters that wait and can never leave by post, for want of an address."""
    return waiting_letters(seen_by=seen_by).filter(address="").count()


def batches(*, seen_by: Officer, after: str = "", before: str = "") -> Page[LetterBatch]:
    """Give the batches of the officer's office, the newest first."""
    rows = within(LetterBatch.objects.filter(office=seen_by.office_id), seen_by).select_related("printed_by", "posted_by", "file")
    return page(rows, ["-id"], after=after, before=before)


def batch(key: uuid.UUID, *, seen_by: Officer) -> LetterBatch:
    """Give one batch of the officer's office; raises `DoesNotExist` for any other."""
    return within(LetterBatch.objects.filter(office=seen_by.office_id), seen_by).select_related("file", "office", "printed_by", "posted_by").get(pk=key)


def demand_posts(by: Officer, on: date) -> None:
    """Raise `NotYours` unless the officer holds one of the roles that post letters."""
    if not set(WHO_POSTS) & roles_of(by, on=on):
        raise NotYours(
            "role_missing",
            "Thư giấy do người lập danh sách, xác nhận, thẩm định, chi trả hoặc người đứng đầu đơn vị in và gửi.",
            "Letters are printed and posted by who lists, confirms, appraises or pays, or by the head of the office.",
        )


def print_to_post(*, by: Officer, at: datetime, kind: str = "", text: str = "", most: int = MOST) -> LetterBatch:
    """Print the next letters of the officer's place that wait and have an address, as one file, numbered without gaps, each from a page of its own.

    At most `MOST` go into a batch; two at once never print the same letter. `kind` and `text` narrow as in `waiting_letters`.
    Raises `AlreadyDone` where none waits, `NotYours` for a role that posts nothing, `Refused` for a batch of another size.
    """
    if not 0 < most <= MOST:
        raise Refused("batch_size", f"Mỗi lần in từ 1 đến {MOST} thư.", f"A batch has 1 to {MOST} letters.")
    demand_posts(by, local_day(at))
    with act(actor_of(by), "cases.print_to_post", at=at, province=by.office.province) as deed:
        rows = waiting_letters(seen_by=by, kind=kind, text=text).exclude(address="").select_for_update(skip_locked=True)
        taken = list(rows.order_by("pk")[:most])
        if not taken:
            raise AlreadyDone("letters_printed", "Không còn thư nào như vậy chờ in.", "No such letter waits to be printed.")
        year = local_day(at).year
        first = next_numbers(f"letter/{by.office_id}/{year}", len(taken))
        made = _printed(taken, first, by=by, at=at)
        PostedLetter.objects.bulk_create(
            [
                PostedLetter(
                    province=notice.province, district=notice.district, commune=notice.commune, notice=notice, batch=made, office=by.office,
                    year=year, counted=counted,
                )
                for counted, notice in enumerate(taken, first)
            ],
            batch_size=MOST,
        )  # fmt: skip
        Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(state=Notice.State.SENT, sent_at=at, printed_in=made.file_id)
        deed.event("letter_batch", made, after={"letters": len(taken), "first": first, "file": made.file.sha256})
        return made


def hand_to_post(key: uuid.UUID, *, by: Officer, at: datetime) -> LetterBatch:
    """Note that the post took a batch, once. Raises `DoesNotExist` outside the office, `AlreadyDone` the second time, `NotYours` as printing does."""
    demand_posts(by, local_day(at))
    with act(actor_of(by), "cases.hand_to_post", at=at, province=by.office.province) as deed:
        held = within(LetterBatch.objects.select_for_update(of=("self",)).filter(office=by.office_id), by).select_related("posted_by").get(pk=key)
        if held.posted_at is not None:
            raise AlreadyDone(
                "batch_posted",
                f"{held.posted_by} đã giao lô thư này cho bưu điện ngày {local_day(held.posted_at):%d/%m/%Y}.",
                f"{held.posted_by} handed this batch to the post on {local_day(held.posted_at).isoformat()}.",
            )
        held.posted_at, held.posted_by = at, by
        held.save(update_fields=["posted_at", "posted_by"])
        deed.event("letter_batch", held, after={"posted": held.letters})
        return held


def _printed(taken: Sequence[Notice], first: int, *, by: Officer, at: datetime) -> LetterBatch:
    office, on = by.office, local_day(at)
    codes = dict(within(Claim.objects.filter(pk__in=[notice.subject for notice in taken]), by).values_list("pk", "receipt"))
    letters = []
    for counted, notice in enumerate(taken, first):
        code = codes.get(notice.subject, "")
        number, url = f"{counted}/TB-{office.symbol}", f"{settings.PUBLIC_URL}/tra-cuu/{code}/" if code else ""
        letters.append(Posted(number, notice.name, notice.address, notice.text_vi.removeprefix(OPENING), code, url))
    paper = posted_pdf(letters, agency=agency_of(office), dated=on, signature=_signature(by, at), contact=_contact(by), at=at)
    place = LetterBatch(
        province=office.province, district=office.district, commune=office.commune, office=office, letters=len(taken), printed_by=by, printed_at=at
    )
    name = f"thu-{first}-{first + len(taken) - 1}-{on.year}.pdf"
    place.file = keep(paper.pdf, kind="posted", name=name, media_type=PDF, place=place, by=by, at=at)
    place.save(force_insert=True)
    return place


def _signature(by: Officer, at: datetime) -> Signature:
    """Give who answers for what the office writes: its head, else who prints it."""
    chief = chief_of(by.office, at=at)
    if chief is None:
        return Signature(("Người lập thông báo",), by.full_name)
    return Signature((chief.title or "Thủ trưởng đơn vị",), chief.full_name)


def _contact(by: Officer) -> str:
    told = f"{by}, {by.office.name}"
    return f"{told}, điện thoại {by.phone}" if by.phone else told
