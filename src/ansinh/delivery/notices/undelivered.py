"""What could not be said lies before one named officer of the place, with a day; what waits for an address that nobody reads goes another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from ansinh.delivery.evidence.record import act
from ansinh.delivery.notices.models import Notice, Undelivered
from ansinh.delivery.offices.models import Level, Office, Role
from ansinh.delivery.offices.queries import chief_of, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NobodyAnswers, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within
from ansinh.policy.calendar import vietnam_calendar

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

WORKING_DAYS = 3
"""How long an officer has to tell somebody in another way: a rule of this house, not of the law."""
MOST = 200
LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)

ELSEWHERE = """
    WITH stuck AS (
        SELECT w.id, notices_channel(w.channel, w.address) AS way FROM notices_notice w
        WHERE w.state = 'queued' AND w.unsure_since IS NULL AND w.channel <> 'letter' AND notices_unreachable(w.channel, w.address)
            AND w.address IN (SELECT address FROM notices_notice WHERE id = ANY (%(bounced)s) AND state = 'bounced'))
    UPDATE notices_notice n SET channel = CASE WHEN stuck.way = 'letter' THEN n.channel ELSE stuck.way END, next_at = NULL, passed = '{}',
        state = CASE WHEN stuck.way = 'letter' THEN 'failed' ELSE 'queued' END, ended_at = CASE WHEN stuck.way = 'letter' THEN %(at)s END
    FROM stuck WHERE n.id = stuck.id"""


def open_undelivered(notices: Collection[uuid.UUID], *, at: datetime) -> int:
    """Give each notice that bounced or failed to an officer, and send what else waits for such an address another way; give how many found an owner.

    To be called in a transaction of the nation. One without an owner yet is found by `adopt`.
    """
    if not notices:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(ELSEWHERE, {"bounced": list(notices), "at": at})
    owners: dict[tuple[str, str, str], Officer | None] = {}
    opened = 0
    for row in Notice.objects.filter(pk__in=notices).order_by("pk"):
        place = (row.province, row.district, row.commune)
        owner = owners[place] if place in owners else owners.setdefault(place, owner_for(row, at))
        if owner is not None:
            _open(row, owner, at)
            opened += 1
    return opened


def adopt(*, without: Collection[str], at: datetime, most: int = MOST) -> int:
    """Give an owner to what has none, at most `most`: what nobody answered for at first, and what waits for a channel of `without`, which nobody serves."""
    with acting(NATION):
        waiting = Notice.objects.filter(state=Notice.State.QUEUED, channel=Notice.Channel.ZALO).order_by("pk")
        if Notice.Channel.ZALO in without and (keys := list(waiting.values_list("pk", flat=True)[:most])):
            Notice.objects.filter(pk__in=keys).update(state=Notice.State.FAILED, ended_at=at, fault="no provider")
        lost = (
            Notice.objects.filter(state__in=[Notice.State.FAILED, Notice.State.BOUNCED], undelivered=None)
            .exclude(channel=Notice.Channel.LETTER)
            .order_by("ended_at", "pk")
        )
        return open_undelivered(list(lost.values_list("pk", flat=True)[:most]), at=at)


def settle(undelivered: uuid.UUID, outcome: str, *, by: Officer, at: datetime) -> Undelivered:
    """Say what became of somebody who could not be told. `reachable` puts the notice back into the queue and opens its address again.

    Raises `NotYours` for who is neither the owner nor the head of her office, `AlreadyDone` when it was settled, `Refused` for an unknown outcome.
    """
    if outcome not in Undelivered.Outcome.values:
        raise Refused("outcome_unknown", "Chọn một trong các kết quả trên trang.", "Choose one of the outcomes on the page.")
    with acting(by), act(actor_of(by), "notices.settle", at=at, province=by.office.province) as deed:
        held = within(Undelivered.objects.select_for_update(of=("self",)).select_related("notice", "owner", "office"), by).get(pk=undelivered)
        if by.pk != held.owner_id and by != chief_of(held.office, at=at):
            raise NotYours("undelivered_not_yours", f"Việc này do {held.owner} giữ.", f"{held.owner} has this task.")
        if held.settled_at is not None:
            raise AlreadyDone("undelivered_settled", "Việc này đã xong.", "This has been settled.")
        deed.province = held.province
        held.settled_at, held.settled_by, held.outcome = at, by, outcome
        held.save(update_fields=["settled_at", "settled_by", "outcome"])
        if outcome == Undelivered.Outcome.REACHABLE:
            _send_again(held.notice)
        deed.event("undelivered", held, before={"state": held.notice.state}, after={"outcome": outcome, "notice": str(held.notice_id)})
    return held


def _send_again(notice: Notice) -> None:
    """Queue it anew, with all its tries; what bounced at the same address no longer bars it."""
    same = Notice.objects.filter(channel=notice.channel, address=notice.address, state=Notice.State.BOUNCED)
    same.exclude(pk=notice.pk).update(state=Notice.State.FAILED)
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.QUEUED, attempts=0, passed=[], next_at=None, unsure_since=None, ended_at=None)


def _open(row: Notice, owner: Officer, at: datetime) -> None:
    today = timezone.localtime(at).date()
    fresh = {
        "office": owner.office, "owner": owner, "opened_at": at, "due_on": vietnam_calendar().due_on(today, WORKING_DAYS), "permanent": row.state == Notice.State.BOUNCED,
        "settled_at": None, "settled_by": None, "outcome": "",
    }  # fmt: skip
    known = Undelivered.objects.filter(notice=row).first()
    if known is None:
        Undelivered.objects.create(notice=row, province=row.province, district=row.district, commune=row.commune, **fresh)
    elif known.settled_at is not None:  # it was sent again, and failed again
        Undelivered.objects.filter(pk=known.pk).update(**fresh)


def owner_for(row: Notice, at: datetime) -> Officer | None:
    """Give who lists the people of the commune; above it, or where nobody is named there, who heads the office."""
    for level in LEVELS:
        code = {Level.COMMUNE: row.commune, Level.DISTRICT: row.district, Level.PROVINCE: row.province}[level]
        office = Office.objects.filter(kind=Office.Kind.PEOPLE_COMMITTEE, level=level, **{str(level): code}).first() if code else None
        if office is None:
            continue
        try:
            return who_answers(office, role=Role.LISTER, policy="", at=at)
        except NobodyAnswers:
            if chief := chief_of(office, at=at):
                return chief
    return None
