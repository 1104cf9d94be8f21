"""An employer's accountant asks for an account by tax code; an officer of the insurance agency says whether she may file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.intake.file import PUBLIC
from ansinh.delivery.intake.models_employers import Accountant
from ansinh.delivery.offices.models import Level, Office, Role
from ansinh.delivery.offices.queries import demand, office_for, places_by_code, who_answers
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import NATION, acting, actor_of, within
from ansinh.delivery.registry.enter_body import Grounds, enter_employer
from ansinh.delivery.registry.keeping import demand_words
from ansinh.delivery.registry.models import Identifier
from ansinh.delivery.registry.registers.vouch import entries_of
from ansinh.policy.calendar import vietnam_calendar
from ansinh.policy.names import clean, title_case
from ansinh.policy.person_numbers import read_number

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

WORKING_DAYS = 1
"""For the answer: people who lost their work wait for it."""
SHORTEST = 3


@dataclass(frozen=True)
class Asked:
    """What somebody gives who asks for an account: the employer's tax code, name, insurance unit, address and commune; her own name, telephone, password."""

    tax_code: str
    body_name: str
    si_unit: str
    commune: str
    full_name: str
    phone: str
    password: str
    address: str = ""


def register(asked: Asked, *, at: datetime) -> Accountant:
    """Ask for an account. It waits, with an owner at the insurance agency of the district and a due day; nobody may file with it before.

    Raises `Refused` for a wrong tax code, telephone, place, a weak password or words that say nothing; `AlreadyDone` where the same telephone has an account.
    """
    tax_code, phone = read_number("tax", asked.tax_code), read_number("phone", asked.phone)
    place = places_by_code([asked.commune]).get(asked.commune)
    _demand(tax_code is not None, "tax_code_unusable", "Mã số thuế không đúng. Kiểm tra lại từng chữ số.", "This is no tax code. Check each digit.")
    _demand(phone is not None, "phone_unusable", "Số điện thoại không đúng.", "This is no telephone number.")
    _demand(
        place is not None and place.level == Level.COMMUNE,
        "place_unknown",
        "Chọn xã, phường, thị trấn nơi đặt trụ sở.",
        "Choose the commune of the head office.",
    )
    told = all(len(text.strip()) >= SHORTEST for text in (asked.body_name, asked.full_name, asked.si_unit))
    _demand(
        told, "words_missing", "Ghi tên đơn vị, mã đơn vị BHXH và họ tên người phụ trách.", "Give the employer's name, its insurance unit code and your name."
    )
    try:
        validate_password(asked.password)
    except ValidationError as error:
        raise Refused("password_weak", " ".join(error.messages), " ".join(error.messages)) from error
    assert place is not None  # noqa: S101 - demanded above
    with acting(NATION), act(PUBLIC, "intake.register_employer", at=at, province=place.province) as deed:
        made = Accountant(
            province=place.province, district=place.district, commune=place.code, tax_code=str(tax_code), body_name=clean(asked.body_name)[:200], si_unit=clean(asked.si_unit)[:20],
            address=clean(asked.address)[:200], full_name=title_case(asked.full_name)[:100], phone=str(phone), password=make_password(asked.password), registered_at=at,
        )  # fmt: skip
        made.owner = who_answers(agency_of(made), role=Role.VERIFIER, policy="", at=at)
        made.due_on = vietnam_calendar().due_on(local_day(at), WORKING_DAYS)
        try:
            with transaction.atomic():
                made.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyDone(
                "accountant_known",
                "Số điện thoại này đã có tài khoản của đơn vị. Đăng nhập, hoặc hỏi cơ quan BHXH.",
                "This telephone has an account of the employer already. Sign in.",
            ) from error
        deed.event(
            "accountant", made, after={"tax_code": made.tax_code, "name": made.full_name, "owner": made.owner.full_name, "due_on": made.due_on.isoformat()}
        )
    return made


def agency_of(accountant: Accountant) -> Office:
    """Give the insurance agency that answers for an account: that of the employer's district. Raises `NobodyAnswers` where there is none."""
    return office_for(accountant, kind=Office.Kind.SOCIAL_INSURANCE, level=Level.DISTRICT)


def answer(accountant: uuid.UUID, *, confirm: bool, because: str, by: Officer, at: datetime) -> Accountant:
    """Say whether an accountant may file for the employer, on what evidence; confirming enters the employer in the registry as she told it.

    Raises `NotYours` for who does not verify in the owner's office, `AlreadyDone` for one answered before.
    """
    demand(by, [Role.VERIFIER], policy="", on=local_day(at))
    demand_words(because, "evidence" if confirm else "reason")
    with act(actor_of(by), "intake.answer_accountant", at=at, province=by.office.province) as deed:
        held = within(Accountant.objects.select_for_update(of=("self",)).select_related("owner"), by).get(pk=accountant)
        if held.owner.office_id != by.office_id:
            raise NotYours("not_owner", f"Việc này của {held.owner}.", f"This is {held.owner}'s.")
        if held.state != Accountant.State.WAITING:
            raise AlreadyDone("accountant_answered", f"Tài khoản này {held.get_state_display().lower()}.", f"This account is {held.state}.")
        if confirm:
            grounds = Grounds(Identifier.Source.PAPER, because, local_day(at), by)
            told = {"name": held.body_name, "si_unit": held.si_unit, "address": held.address, "place": held.commune}
            held.employer = enter_employer(held.tax_code, told, grounds, place=held, actor=actor_of(by), at=at)
        held.state = Accountant.State.CONFIRMED if confirm else Accountant.State.REFUSED
        held.answered_by, held.answered_at, held.answered_because = by, at, because.strip()[:200]
        held.save()
        deed.event("accountant", held, before={"state": "waiting"}, after={"state": str(held.state), "because": held.answered_because})
        return held


def sign_in(tax_code: str, phone: str, password: str) -> Accountant | None:
    """Give the account behind a tax code, a telephone and its password; nothing otherwise, after the same work whatever was wrong."""
    code, number = read_number("tax", tax_code), read_number("phone", phone)
    with acting(NATION):
        found = Accountant.objects.filter(tax_code=code, phone=number).exclude(state=Accountant.State.REFUSED).first() if code and number else None
    if found is None:
        make_password(password)  # as long as a check takes, so that the time tells nothing
        return None
    return found if check_password(password, found.password) else None


def account(key: str) -> Accountant | None:
    """Give an account that may still be signed in with."""
    with acting(NATION):
        return Accountant.objects.select_related("owner__office", "employer").filter(pk=key).exclude(state=Accountant.State.REFUSED).first()


def waiting(*, seen_by: Officer) -> list[Accountant]:
    """Give the accounts that wait for an answer in the officer's office, the earliest due first."""
    rows = within(Accountant.objects.filter(state=Accountant.State.WAITING, owner__office=seen_by.office_id).select_related("owner"), seen_by)
    return list(rows.order_by("due_on", "registered_at")[:100])


def register_says(accountant: Accountant, *, programme: str = "nq68") -> list[dict[str, object]]:
    """Give what the insurance and business registers tell of the employer: name, unit code, address, source and day, for the officer to compare."""
    subject = f"tax:{accountant.tax_code}"
    return [
        {"register": held.register, "source": held.source, "dated": held.dated, **{name: told.get(name, "") for name in ("body_name", "si_unit", "address")}}
        for held in entries_of([subject], programme=programme).get(subject, [])
        for told in held.told
    ]


def _demand(holds: bool, code: str, vi: str, en: str) -> None:  # noqa: FBT001 - the one thing it is about
    if not holds:
        raise Refused(code, vi, en)
