"""A grievance comes in: by the web, at the counter or by telephone, with a name or without; it has an owner and a due day at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.cases.numbers import new_code, next_number
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.grievances.answering import involved_in, who_decides
from ansinh.delivery.grievances.looking import seeing_all
from ansinh.delivery.grievances.models import Grievance
from ansinh.delivery.grievances.posted import posted_at
from ansinh.delivery.grievances.tell import tell_taken
from ansinh.delivery.offices.keys import new_key
from ansinh.delivery.offices.models import Level
from ansinh.delivery.offices.placed import Placed
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import NATION, Actor, Scope, actor_of, scope_of
from ansinh.papers.lists.values import read_phone
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.grievance_limits import grievance_limits
from ansinh.policy.load import load_programme, programme_names

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST, LONGEST = 10, 4000
PUBLIC = Actor(None, "Người dân", None, NATION)


@dataclass(frozen=True)
class Told:
    """What somebody says is wrong, and about what: a claim by its receipt code, a posted list, or a commune by its code.

    `key` makes sending twice the same as sending once.
    """

    kind: str
    text: str
    name: str = ""
    phone: str = ""
    policy: str = ""
    sensitive: bool = False
    receipt: str = ""
    dossier: uuid.UUID | None = None
    claim: uuid.UUID | None = None
    commune: str = ""
    key: uuid.UUID | None = None


def file(told: Told, *, channel: str, by: Officer | None, at: datetime) -> Grievance:
    """Take a grievance in and give it with its code, owner and due day; a second one of the same key gives the first.

    Raises `Refused` for words that say nothing, an unknown kind, policy or place, a receipt nobody holds, or a list no longer posted;
    `NotYours` for a clerk outside the place; `NobodyAnswers` where no officer without part in the matter can be found.
    """
    _demand_said(told)
    place = _place_of(told)
    if by is not None and not _covers(scope_of(by), place):
        raise NotYours("place_elsewhere", "Địa bàn này không thuộc đơn vị của ông/bà.", "This place is not your office’s.")
    with seeing_all(_scope(place)), act(actor_of(by) if by else PUBLIC, "grievances.file", at=at, province=place.province) as deed:
        known = sent_before(told.key)
        if known is not None:
            return known
        made = _made(told, place, channel=channel, by=by, at=at)
        year = made.filed_on.year
        made.number = f"{made.province}-KN-{year}-{next_number(f'grievance/{made.province}/{year}'):06d}"
        made.save(force_insert=True)
        deed.event("grievance", made, after=logged(made))
        tell_taken(made, at=at)
        return made


def sent_before(key: uuid.UUID | None) -> Grievance | None:
    """Give what was sent with this key before; of two senders at the same moment the second waits for the first."""
    if key is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(key)])
    return Grievance.objects.filter(pk=key).first()


def _made(told: Told, place: Placed, *, channel: str, by: Officer | None, at: datetime) -> Grievance:
    claim, dossier = _subject(told, at)
    involved = involved_in(dossier)
    policy = dossier.policy if dossier else told.policy
    owner = who_decides(told.kind, place, dossier, involved=involved, policy=policy, at=at)
    limit, filed_on = grievance_limits()[told.kind], local_day(at)
    return Grievance(
        id=told.key or new_key(), province=place.province, district=place.district, commune=place.commune, code=new_code(), kind=told.kind, channel=channel,
        sensitive=told.sensitive or told.kind == Grievance.Kind.CONDUCT, policy=policy, dossier=dossier, claim=claim, name=told.name.strip()[:100],
        phone=(read_phone(told.phone)[0] or "")[:15], text=told.text.strip()[:LONGEST], filed_at=at, filed_on=filed_on, filed_by=by, office=owner.office, owner=owner,
        involved=involved, due_on=limit.due_on(filed_on, vietnam_calendar()), cite=limit.cite,
    )  # fmt: skip


def logged(made: Grievance) -> dict[str, object]:
    """Give what the log keeps: no name, no words of the person; their hash shows that they stayed as they were told."""
    told = hashlib.sha256(f"{made.pk}\x1f{made.name}\x1f{made.phone}\x1f{made.text}".encode()).hexdigest()
    log: dict[str, object] = {"number": made.number, "state": str(made.state), "due_on": made.due_on.isoformat(), "told_sha256": told}
    return (
        log
        if made.sensitive
        else {
            **log,
            "kind": str(made.kind),
            "owner": made.owner.full_name,
            "office": made.office.name,
            "dossier": made.dossier.number if made.dossier else None,
        }
    )


def demand_text(text: str, *beside: str) -> None:
    """Raise `Refused` for words that say nothing, and for a sign no text has in them or beside them."""
    if len(text.strip()) < SHORTEST or "\x00" in "".join((text, *beside)):
        raise Refused(
            "text_missing", "Ghi rõ việc gì, ở đâu, mong muốn gì (ít nhất 10 ký tự).", "Say what happened, where, and what you want (at least 10 characters)."
        )


def _demand_said(told: Told) -> None:
    if told.kind not in Grievance.Kind.values:
        raise Refused("kind_unknown", "Chọn nội dung cần khiếu nại, phản ánh.", "Choose what the complaint is about.")
    demand_text(told.text, told.name, told.phone)
    if told.policy and told.policy not in {policy.id for name in programme_names() for policy in load_programme(name).policies}:
        raise Refused("policy_unknown", "Chọn một chính sách trong danh sách.", "Choose a policy of the list.")
    if told.kind == Grievance.Kind.OBJECTION and told.dossier is None:
        raise Refused("list_missing", "Mở danh sách niêm yết rồi gửi ý kiến.", "Open the posted list, then object.")


def _place_of(told: Told) -> Placed:
    """Give where the matter lies: the claim's or list's own place, else the commune named."""
    with seeing_all(NATION):
        row: Placed | None = None
        if told.receipt:
            row = Claim.objects.filter(receipt=told.receipt).first()
            if row is None:
                raise Refused(
                    "receipt_unknown", "Không có hồ sơ nào mang mã này. Xem lại giấy biên nhận.", "No claim has this code. Look at the receipt again."
                )
        elif told.dossier:
            row = Dossier.objects.filter(pk=told.dossier).first()
        if row is not None:
            return row
    place = places_by_code([told.commune]).get(told.commune)
    if place is None or place.level != Level.COMMUNE:
        raise Refused("commune_unknown", "Chọn xã, phường, thị trấn.", "Choose the commune.")
    return Grievance(province=place.province, district=place.district, commune=place.code)


def _scope(place: Placed) -> Scope:
    return Scope("commune", place.commune) if place.commune else Scope("district", place.district) if place.district else Scope("province", place.province)


def _covers(scope: Scope, place: Placed) -> bool:
    return all(getattr(place, column) == code for column, code in scope.filters().items())


def _subject(told: Told, at: datetime) -> tuple[Claim | None, Dossier | None]:
    if told.kind == Grievance.Kind.OBJECTION:
        return _objected(told, at)
    claim = Claim.objects.select_related("dossier").get(receipt=told.receipt) if told.receipt else None
    return claim, claim.dossier if claim else None


def _objected(told: Told, at: datetime) -> tuple[Claim | None, Dossier]:
    """Give the posted list and who in it is meant. Its task is locked, so that the list cannot go on while an objection comes in."""
    task = Task.objects.select_for_update(of=("self",)).select_related("dossier").filter(posted_at(at), dossier=told.dossier).first()
    if task is None:
        raise Refused(
            "not_posted_now",
            "Danh sách này không còn niêm yết. Vẫn có thể gửi khiếu nại, phản ánh ở trang “Khiếu nại, phản ánh”.",
            "This list is no longer posted. You can still complain on the page “Complain”.",
        )
    return Claim.objects.filter(pk=told.claim, dossier=task.dossier).first() if told.claim else None, task.dossier
