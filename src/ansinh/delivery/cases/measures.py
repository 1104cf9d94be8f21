"""The ministry and the provinces enter which measures hold where from which day; the ministry may set a province's group itself, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.pacing import reorder
from ansinh.delivery.cases.plans import PROGRAMME
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Place, Role
from ansinh.delivery.offices.models_measures import GroupSet, Measure
from ansinh.delivery.offices.queries import MAP_2021, roles_of
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.pace import GROUPS

if TYPE_CHECKING:
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

ENTER = frozenset({Role.CHIEF.value, Role.ANALYST.value})
SHORTEST = 5
PLACED = """SELECT m.id, m.province, {place}, NULL::jsonb, jsonb_build_object({told}) FROM {table} m WHERE m.id = %(row)s"""


def may_enter(officer: Officer, province: str, *, on: date) -> bool:
    """Say whether an officer enters measures of a province: its own offices of the province level, and the ministry."""
    own = officer.office.level == Level.NATIONAL or (officer.office.level == Level.PROVINCE and officer.office.province == province)
    return bool(province) and own and bool(ENTER & roles_of(officer, on=on))


def impose(place: str, directive: str, *, begins: date, document: str, by: Officer, at: datetime) -> Measure:
    """Enter that a directive holds in a province, district or commune from a day on; `place` is its code.

    A day that has come puts the province's open tasks in their new order at once, a later one in its night. A day that has passed is a
    correction and changes nothing that was done meanwhile. Raises `NotYours` for anybody else, `Refused` for a
    place or directive that is none, or a document that says nothing.
    """
    found = Place.objects.filter(map_year=MAP_2021, code=place).first()
    if found is None:
        raise Refused("place_unknown", f"Không có nơi nào mang mã “{place[:10]}”.", f"No place has the code “{place[:10]}”.")
    demand_may_enter(by, found.province, on=local_day(at))
    if directive not in Measure.Directive.values:
        raise Refused("directive_unknown", "Chọn chỉ thị.", "Choose the directive.")
    if len(document.strip()) < SHORTEST:
        raise Refused("document_missing", "Ghi văn bản: số, ngày, cơ quan ký.", "Name the act: number, day, who signed.")
    with act(actor_of(by), "cases.impose", at=at, province=found.province) as deed:
        commune = found.code if found.level == Level.COMMUNE else ""
        row = Measure.objects.create(
            province=found.province, district=found.district, commune=commune, directive=directive, begins=begins, document=document.strip()[:120],
            office=by.office, entered_by=by, entered_at=at,
        )  # fmt: skip
        told = "'directive', m.directive, 'begins', m.begins, 'document', m.document"
        reorder(deed, found.province, on=local_day(at), programme=PROGRAMME)
        deed.events_of("measure", PLACED.format(place="m.district, m.commune", told=told, table="offices_measure"), {"row": row.pk})
    return row


def set_group(province: str, group: str, *, begins: date, reason: str, by: Officer, at: datetime) -> GroupSet:
    """Set a province's group from a day on, or leave it to its measures again with an empty one. The ministry only, with a reason."""
    if by.office.level != Level.NATIONAL:
        raise NotYours("not_ministry", "Chỉ Bộ xếp nhóm tỉnh khác với biện pháp đang áp dụng.", "Only the ministry sets a group against the measures.")
    if not Place.objects.filter(map_year=MAP_2021, level=Level.PROVINCE, code=province).exists():
        raise Refused("place_unknown", "Chọn một tỉnh.", "Choose a province.")
    demand_may_enter(by, province, on=local_day(at))
    if group and group not in GROUPS:
        raise Refused("group_unknown", "Chọn nhóm A, B hoặc C.", "Choose group A, B or C.")
    if len(reason.strip()) < SHORTEST:
        raise Refused("reason_missing", "Ghi rõ lý do.", "Say why.")
    with act(actor_of(by), "cases.set_group", at=at, province=province) as deed:
        row = GroupSet.objects.create(province=province, group=group, begins=begins, reason=reason.strip()[:200], entered_by=by, entered_at=at)
        told = "'group', m.group, 'begins', m.begins, 'reason', m.reason"
        reorder(deed, province, on=local_day(at), programme=PROGRAMME)
        deed.events_of("group", PLACED.format(place="'', ''", told=told, table="offices_groupset"), {"row": row.pk})
    return row


def demand_may_enter(by: Officer, province: str, *, on: date) -> None:
    """Raise `NotYours` for whoever enters no measures of a province."""
    if not may_enter(by, province, on=on):
        raise NotYours(
            "measures_elsewhere",
            "Chỉ Bộ và tỉnh đó (người đứng đầu, cán bộ tổng hợp) ghi được biện pháp.",
            "Only the ministry and the province itself (head or analyst) enter measures.",
        )
