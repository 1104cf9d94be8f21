"""A letter that the post brings back is work with one named owner and a due day, until it went elsewhere, was handed over, or nobody was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from ansinh.delivery.cases.models_letters import PostedLetter
from ansinh.delivery.cases.post_letters import WHO_POSTS, demand_posts
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.queries import Page, page
from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import owner_gone, roles_of, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, SYSTEM, acting, actor_of, within
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.names import clean, spelt

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from django.db.models import QuerySet

    from ansinh.delivery.offices.models import Office, Officer

WORKING_DAYS = 5
"""To find another way; a rule of the house, no article sets one."""
SHORTEST_NOTE = 5
SHORTEST_ADDRESS = 8
MOST = 500
BESIDE = ("notice", "office", "batch", "owner__office", "settled_by", "returned_by")


def letters(*, seen_by: Officer, state: str = "", own: bool = False, text: str = "", after: str = "", before: str = "") -> Page[PostedLetter]:
    """Give letters of the officer's office: `returned` by due day, `settled` or all (the newest first). `text` is a number or part of a name."""
    rows = matching(seen_by=seen_by, state=state, own=own, text=text)
    return page(rows, ["due_on", "id"] if state == "returned" else ["-id"], after=after, before=before)


def matching(*, seen_by: Officer, state: str = "", own: bool = False, text: str = "") -> QuerySet[PostedLetter]:
    """Select what `letters` gives, in no order."""
    rows = within(PostedLetter.objects.filter(office=seen_by.office_id), seen_by).select_related(*BESIDE)
    if state == "returned":
        rows = rows.filter(returned_at__isnull=False, settled_at=None)
    elif state == "settled":
        rows = rows.filter(settled_at__isnull=False)
    if own:
        rows = rows.filter(owner=seen_by)
    said = text.strip()
    number = said.split("/", maxsplit=1)[0]
    if number.isdecimal() and len(number) <= len("999999999"):
        return rows.filter(counted=int(number))
    return rows.filter(notice__name__regex=spelt(said)) if said else rows


def held_by(officer: Officer, *, on: date) -> tuple[int, int]:
    """Count the letters that came back and wait for an officer, and those of them that are late."""
    rows = within(PostedLetter.objects.filter(owner=officer, returned_at__isnull=False, settled_at=None), officer)
    counts = rows.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    return counts["all"], counts["late"]


def letter(key: uuid.UUID, *, seen_by: Officer) -> PostedLetter:
    """Give one letter of the officer's office; raises `DoesNotExist` for any other."""
    return matching(seen_by=seen_by).get(pk=key)


def note_return(key: uuid.UUID, *, why: str, by: Officer, at: datetime) -> PostedLetter:
    """Note that the post brought a letter back, and why; whoever answers for letters in the office owns it from then on.

    Raises `AlreadyDone` the second time, `Refused` for a reason that is none or a letter the post does not have yet, `NotYours` for other roles.
    """
    demand_posts(by, local_day(at))
    if why not in PostedLetter.Why.values:
        raise Refused("return_reason", "Chọn lý do bưu điện trả lại.", "Choose why the post brought it back.")
    with act(actor_of(by), "cases.note_return", at=at, province=by.office.province) as deed:
        held = _held(key, by)
        if held.returned_at is not None:
            raise AlreadyDone("letter_returned", f"Thư này đã được ghi trả lại, {held.owner} đang giữ.", f"It was noted already and is with {held.owner}.")
        if held.batch.posted_at is None:
            raise Refused("not_posted", "Lô thư này chưa giao bưu điện. Ghi đã giao trước.", "The batch was not handed to the post yet. Note that first.")
        held.returned_at, held.returned_by, held.why = at, by, why
        held.owner = _who_answers(held.office, at=at) or by
        held.due_on = vietnam_calendar().due_on(local_day(at), WORKING_DAYS)
        held.save()
        Notice.objects.filter(pk=held.notice_id).update(state=Notice.State.FAILED, ended_at=at)
        deed.event(
            "letter",
            held,
            after={"reason": f"{held.get_why_display()}.", "owner": held.owner.full_name, "office": held.office.name, "due_on": held.due_on.isoformat()},
        )
        return held


def settle_return(key: uuid.UUID, *, how: str, note: str, by: Officer, at: datetime, address: str = "") -> PostedLetter:
    """End the work on a letter that came back: it waits to be printed for another address, was handed over, or nobody was found. Once.

    Its owner does, or the head of the office. Raises `NotYours` for anybody else, `AlreadyDone` where nothing waits, `Refused` for a note
    that says nothing and for sending it again without another address.
    """
    said, elsewhere = clean(note)[:200], clean(address)[:200]
    if how not in PostedLetter.How.values or len(said) < SHORTEST_NOTE:
        raise Refused("settle_note", "Chọn cách giải quyết và ghi rõ đã làm gì.", "Choose what was done and say it in words.")
    with act(actor_of(by), "cases.settle_return", at=at, province=by.office.province) as deed:
        held = _held(key, by)
        if not held.waits:
            raise AlreadyDone("return_settled", "Không còn gì phải giải quyết với thư này.", "Nothing waits about this letter.")
        if held.owner_id != by.pk and Role.CHIEF not in roles_of(by, on=local_day(at)):
            raise NotYours("letter_of_another", f"Thư này do {held.owner} giữ.", f"This letter is with {held.owner}.")
        again = how == PostedLetter.How.AGAIN
        if again and (len(elsewhere) < SHORTEST_ADDRESS or elsewhere == held.notice.address):
            raise Refused("address_same", "Ghi địa chỉ khác, đủ để bưu tá tìm được.", "Give another address that the post can find.")
        held.settled_at, held.settled_by, held.how, held.note = at, by, how, said
        held.save()
        if again:
            Notice.objects.filter(pk=held.notice_id).update(state=Notice.State.QUEUED, sent_at=None, printed_in=None, ended_at=None, address=elsewhere)
        deed.event("letter", held, after={"settled": how, "reason": said})
        return held


def returned_without_owner(*, at: datetime) -> list[uuid.UUID]:
    """Give letters that came back whose owner has left, moved, is away or posts no letters any more, the most urgent first; a bounded number."""
    with acting(NATION):
        rows = PostedLetter.objects.filter(owner_gone(at, WHO_POSTS), returned_at__isnull=False, settled_at=None)
        return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])


def hand_over_return(key: uuid.UUID, *, at: datetime) -> bool:
    """Give one letter that came back to whoever answers now; say whether it changed hands. Where nobody else does, it stays."""
    with acting(NATION), act(SYSTEM, "cases.hand_over", at=at, province="00") as deed:
        held = PostedLetter.objects.select_for_update(of=("self",)).select_related("owner", "office").get(pk=key)
        deed.province, before, to = held.province, held.owner, _who_answers(held.office, at=at)
        if not held.waits or to is None or before is None or to.pk == before.pk:
            return False
        held.owner = to
        held.save(update_fields=["owner"])
        deed.event("letter", held, before={"owner": before.full_name}, after={"owner": to.full_name, "office": held.office.name})
        return True


def _who_answers(office: Office, *, at: datetime) -> Officer | None:
    """Give who answers for letters in an office: of the roles that post them the first that somebody there holds."""
    for role in WHO_POSTS:
        try:
            return who_answers(office, role=role, policy="", at=at)
        except NobodyAnswers:
            continue
    return None


def _held(key: uuid.UUID, by: Officer) -> PostedLetter:
    rows = PostedLetter.objects.select_for_update(of=("self",)).filter(office=by.office_id)
    return within(rows, by).select_related("batch", "notice", "office", "owner").get(pk=key)
