"""What the registry says of a person is put right, with a reason; what it said before stays in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.refusals import Refused
from ansinh.delivery.offices.scope import actor_of, within
from ansinh.delivery.registry.keeping import day_of, demand_keeper, demand_words
from ansinh.delivery.registry.models import Birth, Person, Sex
from ansinh.policy.identifiers import contradictions, read_identifier
from ansinh.policy.names import fold, title_case

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer

FIELDS = ("full_name", "sex", "date_of_birth", "birth_precision", "phone", "address")
"""What can be put right. The identity cannot: another number is linked."""


def correct_person(person: uuid.UUID, changes: Mapping[str, Any], *, reason: str, by: Officer, at: datetime) -> Person:
    """Change fields of `FIELDS` of a person of the officer's scope; give her as she stands now. Claims keep what was filed.

    A birth date comes with its precision; the date starts the period. Raises `Refused` for an unknown field, an empty name,
    a birth ahead, or a sex or year that the person's own CCCD contradicts.
    """
    demand_keeper(by, at=at)
    demand_words(reason, "reason")
    with act(actor_of(by), "registry.correct_person", at=at, province=by.office.province) as deed:
        held = within(Person.objects.select_for_update(of=("self",)), by).get(pk=person)
        deed.province = held.province
        before = {name: getattr(held, name) for name in FIELDS}
        for name, value in changes.items():
            if name not in FIELDS:
                raise Refused("field_fixed", f"Trường “{name}” không sửa được.", f"The field “{name}” cannot be changed.")
            setattr(held, name, title_case(value)[:100] if name == "full_name" else value)
        _demand_possible(held, at=at)
        changed = [name for name in FIELDS if getattr(held, name) != before[name]]
        if changed:
            held.folded_name = fold(held.full_name)[:100]
            held.save(update_fields=[*changed, "folded_name"])
            after = {name: getattr(held, name) for name in changed}
            deed.event("person", held, before={name: before[name] for name in changed}, after={**after, "reason": reason.strip()[:200]})
        return Person.objects.get(pk=held.pk)


def _demand_possible(person: Person, *, at: datetime) -> None:
    if not person.full_name:
        raise Refused("name_missing", "Ghi họ và tên.", "Give the name.")
    known = person.birth_precision in Birth.values and person.sex in ("", *Sex.values)
    if not known or (person.date_of_birth is None) != (person.birth_precision == Birth.NONE):
        raise Refused("birth_incomplete", "Ngày sinh phải kèm mức độ rõ (ngày, tháng, năm).", "A birth date comes with its precision (day, month, year).")
    if person.date_of_birth and person.date_of_birth > day_of(at):
        raise Refused("birth_ahead", "Ngày sinh không thể sau hôm nay.", "A birth cannot lie ahead.")
    card = read_identifier(person.id_number) if person.id_kind == "cccd" else None
    if card is None:
        return
    sex = Sex(person.sex) if person.sex else None
    against = contradictions(
        card, sex="female" if sex == Sex.FEMALE else "male" if sex else None, birth_year=person.date_of_birth.year if person.date_of_birth else None
    )
    if against:
        raise Refused(
            "card_contradicts",
            "Số CCCD của người này cho biết giới tính hoặc năm sinh khác. Kiểm tra lại thẻ; nếu số sai, nối với số đúng.",
            "The person's CCCD tells another sex or year of birth. Look at the card again; if its number is wrong, link the right one.",
        )
