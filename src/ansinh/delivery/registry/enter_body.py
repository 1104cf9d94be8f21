"""Employers and household businesses are entered once by their tax code; what is told of them anew ends what was told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import connection

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Officer
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.registry.keeping import day_of, demand_words
from ansinh.delivery.registry.models import Identifier
from ansinh.delivery.registry.models_bodies import Employer, HouseholdBusiness, Particular
from ansinh.policy.names import clean, fold
from ansinh.policy.person_numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.evidence.record import Act
    from ansinh.delivery.offices.placed import Placed
    from ansinh.delivery.offices.scope import Actor

REPLACED = "Có thông tin mới"


@dataclass(frozen=True, slots=True)
class Grounds:
    """Who says something (of `Identifier.Source`), on which evidence, from which day on; `by` where an officer entered it."""

    source: str
    evidence: str
    since: date
    by: Officer | None = None


def enter_employer(code: str, told: Mapping[str, str], grounds: Grounds, *, place: Placed, actor: Actor, at: datetime) -> Employer:
    """Enter an employer by its tax code, with what is told of it (kinds of `Particular`); the one there is, is given with what is new of it.

    Raises `Refused` for a code whose check digit is wrong, an employer entered in another province, missing evidence, a day ahead.
    """
    tax_code = _demand_code(code, grounds, at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT registry_body_known(%s)", [tax_code])
        known = cursor.fetchone()[0]
    held = Employer.objects.filter(tax_code=tax_code).first()
    if known and held is None:
        raise Refused("body_elsewhere", "Đơn vị này đã được ghi ở tỉnh khác.", "This employer is entered in another province.")
    with act(actor, "registry.enter_employer", at=at, province=place.province) as deed:
        if held is None:
            held = Employer.objects.create(province=place.province, district=place.district, commune=place.commune, tax_code=tax_code, known_since=at)
            deed.event("employer", held, after={"tax_code": tax_code})
        tell_of(held, told, grounds, deed=deed)
    return held


def enter_business(code: str, told: Mapping[str, str], grounds: Grounds, *, place: Placed, actor: Actor, at: datetime) -> HouseholdBusiness:
    """Enter a household business by its tax code, as `enter_employer` does."""
    tax_code = _demand_code(code, grounds, at)
    with act(actor, "registry.enter_business", at=at, province=place.province) as deed:
        held = HouseholdBusiness.objects.filter(tax_code=tax_code).first()
        if held is None:
            held = HouseholdBusiness.objects.create(province=place.province, district=place.district, commune=place.commune, tax_code=tax_code, known_since=at)
            deed.event("business", held, after={"tax_code": tax_code})
        tell_of(held, told, grounds, deed=deed)
    return held


def tell_of(body: Employer | HouseholdBusiness, told: Mapping[str, str], grounds: Grounds, *, deed: Act) -> list[Particular]:
    """Enter what is told of a body within an act; give what is new. The same value, told again, changes nothing; another one ends it.

    Raises `Refused` for a place that does not exist, or something that began after `grounds.since`: a history is told in its order.
    """
    of_body = {"employer": body} if isinstance(body, Employer) else {"business": body}
    new = []
    for kind, text in told.items():
        value = clean(text)[:200]
        if not value:
            continue
        if Particular.Kind(kind) is Particular.Kind.PLACE and not places_by_code([value]):
            raise Refused("place_unknown", f"Không có địa bàn mã {value}.", f"There is no place of code {value}.")
        before = Particular.objects.select_for_update(of=("self",)).filter(kind=kind, until=None, **of_body).first()
        if before and before.value == value:
            continue
        if before:
            _end(before, grounds)
        made = Particular.objects.create(
            province=body.province, district=body.district, commune=body.commune, kind=kind, value=value, folded_value=fold(value)[:200], source=grounds.source,
            evidence=grounds.evidence.strip()[:200], since=grounds.since, recorded_by=grounds.by, recorded_at=deed.at, **of_body,
        )  # fmt: skip
        deed.event("body", body, before={kind: before.value} if before else None, after={kind: value, "source": grounds.source, "evidence": made.evidence})
        new.append(made)
    return new


def _end(before: Particular, grounds: Grounds) -> None:
    if before.since > grounds.since:
        raise Refused(
            "told_out_of_order",
            f"Đã có thông tin từ ngày {before.since:%d/%m/%Y}; ngày bắt đầu mới không thể trước đó.",
            f"Something holds since {before.since.isoformat()} already; what is new cannot begin before.",
        )
    before.until, before.ended_because = max(before.since, grounds.since - timedelta(1)), REPLACED
    before.save(update_fields=["until", "ended_because"])


def _demand_code(code: str, grounds: Grounds, at: datetime) -> str:
    tax_code = read_number("tax", code)
    if tax_code is None:
        raise Refused("tax_code_unusable", "Mã số thuế không đúng. Kiểm tra lại từng chữ số.", "This is no tax code. Check each digit.")
    demand_words(grounds.evidence, "evidence")
    if grounds.source not in Identifier.Source.values:
        raise Refused("source_unknown", "Chọn nguồn của thông tin này.", "Choose where this comes from.")
    if grounds.since > day_of(at):
        raise Refused("day_ahead", "Ngày bắt đầu không thể sau hôm nay.", "The first day cannot lie ahead.")
    return tax_code
