"""A person's further numbers are entered with their source and evidence, and ended with a reason; none is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import AlreadyDone, Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.keeping import SHORTEST_WORDS, day_of, demand_keeper, demand_words
from ansinh.delivery.registry.models import Identifier, Person
from ansinh.policy.banks import bank_of, holds, nearest
from ansinh.policy.person_numbers import masked, read_number

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer


class Number(NamedTuple):
    """A number as it was given: its kind (`Identifier.Kind`) and its text.

    Of an account also the bank, by name or code, the holder's name as the bank prints it, and the paper by which she is paid to somebody else's.
    """

    kind: str
    text: str
    bank_name: str = ""
    holder_name: str = ""
    authority: str = ""


def identify(person: uuid.UUID, number: Number, *, source: str, evidence: str, since: date, by: Officer, at: datetime) -> Identifier:
    """Enter a number beside those the person has; the same number that holds already is given as it stands.

    `source` is of `Identifier.Source`; `since` is the first day it is known to hold. Raises `Refused` for a number that is
    none of its kind, a bank that is none, an account of somebody else without authority, a day ahead, or missing evidence. A second CCCD or CMND links two identities and is no matter of this verb.
    """
    demand_keeper(by, at=at)
    demand_words(evidence, "evidence")
    value = _read(number)
    if source not in Identifier.Source.values:
        raise Refused("source_unknown", "Chọn nguồn của số này.", "Choose where this number comes from.")
    if since > day_of(at):
        raise Refused("day_ahead", "Ngày bắt đầu không thể sau hôm nay.", "The first day cannot lie ahead.")
    with act(actor_of(by), "registry.identify", at=at, province=by.office.province) as deed:
        held = within(Person.objects.select_for_update(of=("self",)), by).get(pk=person)
        deed.province = held.province
        account = _account(number, held) if number.kind == Identifier.Kind.ACCOUNT else {"bank_name": ""}
        known = Identifier.objects.filter(person=held, kind=number.kind, value=value, bank_name=account["bank_name"], until=None).first()
        if known:
            return known
        made = Identifier.objects.create(
            province=held.province, district=held.district, commune=held.commune, person=held, kind=number.kind, value=value, **account, source=source,
            evidence=evidence.strip()[:200], since=since, recorded_by=by, recorded_at=at,
        )  # fmt: skip
        deed.event(
            "person", held, after={"kind": number.kind, "number": masked(value), "source": source, "evidence": made.evidence, "since": since.isoformat()}
        )
        return made


def _read(number: Number) -> str:
    if number.kind not in Identifier.Kind.values:
        raise Refused(
            "kind_unknown",
            "Chọn loại số. Số CCCD, CMND khác của một người được nối bằng thao tác nối hai số.",
            "Choose the kind of number. Another CCCD or CMND of a person is linked, not added.",
        )
    value = read_number(number.kind, number.text)
    if value is None:
        label = Identifier.Kind(number.kind).label
        raise Refused(
            "number_unusable",
            f"“{number.text}” không phải {label}. Kiểm tra lại từng chữ số.",
            f"“{number.text}” is no valid number of kind {number.kind}. Check each digit.",
        )
    return value


def _account(number: Number, person: Person) -> dict[str, str]:
    """Give what an account is kept with: the bank by its name and code, the holder, and by what authority where that is somebody else."""
    bank, holder, authority = bank_of(number.bank_name), " ".join(number.holder_name.split())[:100], number.authority.strip()[:200]
    if bank is None:
        like = ", ".join(one.short for one in nearest(number.bank_name))
        raise Refused(
            "bank_unknown",
            f"Không biết ngân hàng “{number.bank_name[:40]}”." + (f" Có phải {like}?" if like else " Ghi tên thường gọi, ví dụ Agribank."),
            f"“{number.bank_name[:40]}” is no bank that is known." + (f" Did you mean {like}?" if like else " Write its usual name, such as Agribank."),
        )
    if not holder:
        raise Refused("holder_missing", "Ghi tên chủ tài khoản đúng như ngân hàng in.", "Give the holder's name as the bank prints it.")
    if not holds(holder, person.full_name) and len(authority) < SHORTEST_WORDS:
        raise Refused(
            "holder_other",
            f"Tài khoản đứng tên {holder}, không phải {person.full_name}. Nếu nhận thay, ghi giấy ủy quyền hoặc giấy chứng nhận giám hộ.",
            f"The account is {holder}'s, not {person.full_name}'s. If paid on her behalf, name the authority or the certificate of guardianship.",
        )
    return {"bank_name": bank.short, "bank_code": bank.code, "holder_name": holder, "authority": "" if holds(holder, person.full_name) else authority}


def end_identifier(identifier: uuid.UUID, *, until: date, reason: str, by: Officer, at: datetime) -> Identifier:
    """Say that a number held until a day, and why it holds no longer; it stays in the history.

    Raises `AlreadyDone` for one that ended, `Refused` for a day before it began or ahead, or without a reason.
    """
    demand_keeper(by, at=at)
    demand_words(reason, "reason")
    with act(actor_of(by), "registry.end_identifier", at=at, province=by.office.province) as deed:
        held = within(Identifier.objects.select_for_update(of=("self",)).select_related("person"), by).get(pk=identifier)
        deed.province = held.province
        if held.until:
            raise AlreadyDone("identifier_ended", f"Số này đã thôi dùng từ {held.until:%d/%m/%Y}.", f"This number ended on {held.until}.")
        if not held.since <= until <= day_of(at):
            raise Refused("day_outside", "Ngày cuối phải từ ngày bắt đầu đến hôm nay.", "The last day lies between its first day and today.")
        held.until, held.ended_because = until, reason.strip()[:200]
        held.save(update_fields=["until", "ended_because"])
        told = {"kind": held.kind, "number": masked(held.value)}
        deed.event("person", held.person, before={**told, "until": None}, after={**told, "until": until.isoformat(), "reason": held.ended_because})
        return held
