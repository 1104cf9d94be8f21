"""An officer leaves a note about a dossier or a claim for whoever works on it next; a wrong one is struck out by a further note.

A note decides nothing: reasons of returning, excluding or refusing are said where those acts are done, and the person reads them there.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from ansinh.delivery.cases.models import Claim, Dossier, Task
from ansinh.delivery.cases.models_notes import ERASED, Note
from ansinh.delivery.cases.procedure import local_day, local_time, procedure_of
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Role
from ansinh.delivery.offices.queries import demand, roles_of
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.policy.person_numbers import whole_numbers_in

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.models import Officer

WHO_NOTES = (Role.LISTER, Role.VERIFIER, Role.APPRAISER, Role.APPROVER, Role.PAYER, Role.SUPERVISOR, Role.CHIEF)
"""Those who judge, pay, head or inspect write and read notes; analysts and administrators see no person."""
SHORTEST, LONGEST = 3, 1000
MOST_PINNED = 5
SECOND_CLICK = timedelta(minutes=10)


@dataclass(frozen=True)
class Said:
    """A note as it is told: its words, about which claim, for which step or which officer, pinned, withheld from the person, of an inspector whether for the office."""

    text: str
    claim: uuid.UUID | None = None
    for_step: str = ""
    for_officer: uuid.UUID | None = None
    pinned: bool = False
    withheld: bool = False
    for_office: bool = False
    """Of an inspector: for whoever works on the dossier as well, and not for inspectors and the heads above alone. Notes of all others always are."""


def write_note(dossier_id: uuid.UUID, said: Said, *, by: Officer, at: datetime) -> Note:
    """Add a note to a dossier of the scope, or to one of its claims; give it.

    Raises `NotYours` for who neither works on dossiers nor inspects them, `Refused` for words that say nothing, are too long or hold a
    person's whole number, for a step or officer the dossier does not know, and where five notes are pinned; `AlreadyDone` for a second click.
    """
    text = _sound(said.text)
    with act(actor_of(by), "cases.write_note", at=at, province=by.office.province) as deed:
        dossier = _dossier(deed, dossier_id, by=by)
        claim = within(Claim.objects.filter(dossier=dossier), by).get(pk=said.claim) if said.claim else None
        since = at - SECOND_CLICK
        if Note.objects.filter(dossier=dossier, claim=claim, officer=by, text=text, made_at__gt=since, strikes=None).exists():
            raise AlreadyDone("note_written", "Ghi chú này đã được ghi.", "This note was written before.")
        side = inspectors_of(by, said, at)
        if said.pinned and Note.objects.filter(dossier=dossier, pinned=True, struck=None, inspectors_of=side).count() >= MOST_PINNED:
            raise Refused(
                "pinned_full",
                f"Hồ sơ đã có {MOST_PINNED} ghi chú ghim. Gạch bỏ một ghi chú ghim đã hết tác dụng, hoặc ghi mà không ghim.",
                f"The dossier has {MOST_PINNED} pinned notes. Strike one out that no longer matters, or do not pin this one.",
            )
        step = _step(dossier, said)
        withheld = said.withheld or bool(side)
        return _kept(
            deed, dossier, by, claim=claim, text=text, for_step=step, for_officer_id=said.for_officer, pinned=said.pinned, withheld=withheld, inspectors_of=side
        )


def strike_note(note_id: uuid.UUID, text: str, *, by: Officer, at: datetime) -> Note:
    """Strike a note out by a further one that says why or what is right; give that. The words struck out stay for supervisors to read.

    Its writer may, and the head of the office she wrote it in. Raises `NotYours` for others, `AlreadyDone` for one that is struck out, and
    `Refused` as `write_note` does, or for one whose words are erased.
    """
    sound = _sound(text)
    with act(actor_of(by), "cases.strike_note", at=at, province=by.office.province) as deed:
        roles = roles_of(by, on=local_day(at))
        wrong = within(Note.objects.select_related("officer", "claim"), by).filter(seen_by(by, roles)).get(pk=note_id)
        dossier = _dossier(deed, wrong.dossier_id, by=by)
        if not may_strike(wrong, by=by, roles=roles):
            raise NotYours(
                "note_of_another",
                f"Ghi chú này của {wrong.officer}. Người viết hoặc người đứng đầu đơn vị gạch bỏ được; ông/bà có thể viết ghi chú khác.",
                f"This note is {wrong.officer}'s. She or the head of her office may strike it out; you may write another.",
            )
        struck = Note.objects.filter(strikes=wrong).select_related("officer").first()
        if struck is not None:
            raise AlreadyDone(
                "note_struck",
                f"Ghi chú này đã được {struck.officer} gạch bỏ lúc {local_time(struck.made_at):%H:%M %d/%m/%Y}.",
                f"{struck.officer} struck this note out at {local_time(struck.made_at):%H:%M %d/%m/%Y}.",
            )
        if wrong.text == ERASED:
            raise Refused("note_erased", "Ghi chú này đã hết thời hạn lưu giữ.", "The time of this note is over.")
        return _kept(deed, dossier, by, claim=wrong.claim, text=sound, withheld=wrong.withheld, inspectors_of=wrong.inspectors_of, strikes=wrong)


def inspectors_of(by: Officer, said: Said, at: datetime) -> str:
    """Give for whom a note is kept: the level of the inspector's office for her own side, empty for whoever works on the dossier.

    Raises `Refused` where a note for inspectors alone is to meet somebody who will not see it.
    """
    if said.for_office or Role.SUPERVISOR not in roles_of(by, on=local_day(at)):
        return ""
    if said.for_step or said.for_officer:
        raise Refused(
            "note_for_whom",
            "Ghi chú chỉ bên giám sát đọc thì người giữ hồ sơ không thấy. Bỏ chọn người nhận, hoặc chọn cho cả người làm hồ sơ đọc.",
            "A note for inspectors alone does not meet whoever has the dossier. Name nobody, or let those who work on the dossier read it.",
        )
    return str(by.office.level)


def sides_read_by(by: Officer, roles: Collection[str]) -> list[str]:
    """Give whose inspectors' own notes an officer of these roles reads: an inspector all, a head those of inspectors of offices below hers."""
    levels = [str(level) for level in Level]
    if Role.SUPERVISOR in roles:
        return levels
    return levels[levels.index(by.office.level) + 1 :] if Role.CHIEF in roles else []


def seen_by(by: Officer, roles: Collection[str]) -> Q:
    """Select the notes of a scope that an officer of these roles reads: what is for whoever works on a dossier, what is kept for her, and her own."""
    seen = Q(inspectors_of="") | Q(inspectors_of__in=sides_read_by(by, roles)) | Q(officer=by)
    return seen | Q(office=by.office_id) if Role.CHIEF in roles else seen


def may_strike(note: Note, *, by: Officer, roles: Collection[str]) -> bool:
    """Say whether an officer of these roles may strike a note out: its writer, or who heads the office it was written in. What strikes out stands."""
    return note.strikes_id is None and (note.officer_id == by.pk or (note.office_id == by.office_id and Role.CHIEF in roles))


def told_sha256(note: Note) -> str:
    """Give what the log keeps of a note's words: a hash that shows they stayed as they were, and tells nothing once the salt is erased."""
    return hashlib.sha256(f"{note.pk}\x1f{note.salt}\x1f{note.text}".encode()).hexdigest()


def _sound(text: str) -> str:
    """Give the words bare; refuse what says nothing, is too long, or holds a whole number of a person."""
    said = "\n".join(" ".join(line.split()) for line in text.strip().splitlines())
    if len(said) < SHORTEST or "\x00" in said:
        raise Refused("note_empty", f"Viết ghi chú (ít nhất {SHORTEST} ký tự).", f"Write the note (at least {SHORTEST} characters).")
    if len(said) > LONGEST:
        raise Refused(
            "note_long",
            f"Ghi chú dài {len(said)} ký tự, tối đa {LONGEST}. Viết ngắn lại.",
            f"The note has {len(said)} characters of at most {LONGEST}. Make it shorter.",
        )
    if found := whole_numbers_in(said):
        last = "".join(filter(str.isdecimal, found[0]))[-3:]
        raise Refused(
            "note_number",
            f"Trong ghi chú có một dãy số dài tận cùng là {last}, giống số giấy tờ, điện thoại hoặc tài khoản. Chỉ ghi ba số cuối (…{last}): số đầy đủ đã có "
            "trong hồ sơ. Nếu là số tiền, viết có dấu chấm và chữ “đồng”.",
            f"The note holds a long number that ends in {last}, like that of a card, telephone or account. Write its last three digits alone (…{last}): the dossier has "
            "the whole. A sum is written with dots and “đồng”.",
        )
    return said


def _dossier(deed: Act, key: uuid.UUID, *, by: Officer) -> Dossier:
    """Lock the dossier, so that a second click and a sixth pinned note are seen; demand that the officer may write about it."""
    dossier = within(Dossier.objects.select_for_update(of=("self",), no_key=True), by).get(pk=key)
    deed.province = dossier.province
    demand(by, WHO_NOTES, policy=dossier.policy, on=local_day(deed.at))
    return dossier


def _step(dossier: Dossier, said: Said) -> str:
    """Give the step a note is for: an officer is met at the step of hers that came last, so that whoever takes it over meets it too."""
    if said.for_officer is None:
        if said.for_step and said.for_step not in {step.id for step in procedure_of(dossier).steps}:
            raise Refused("step_unknown", "Chọn bước của hồ sơ này.", "Choose a step of this dossier.")
        return said.for_step
    task = Task.objects.filter(dossier=dossier, owner=said.for_officer).order_by("-opened_at", "-pk").first()
    if task is None:
        raise Refused("officer_unknown", "Chọn người đã hoặc đang giữ hồ sơ này.", "Choose somebody who has or had this dossier.")
    return task.step


def _kept(deed: Act, dossier: Dossier, by: Officer, **told: object) -> Note:
    note = Note(
        province=dossier.province, district=dossier.district, commune=dossier.commune, dossier=dossier, officer=by, office=by.office, made_at=deed.at,
        salt=secrets.token_hex(16), **told,
    )  # fmt: skip
    note.save(force_insert=True)
    about: dict[str, object] = {"dossier": dossier.number, "told_sha256": told_sha256(note), "withheld": note.withheld}
    about |= {"receipt": note.claim.receipt} if note.claim else {}
    about |= {"strikes": str(note.strikes_id)} if note.strikes_id else {"for_step": note.for_step, "pinned": note.pinned}
    about |= {"inspectors_of": note.inspectors_of} if note.inspectors_of else {}
    deed.event("note", note, after=about)
    return note
