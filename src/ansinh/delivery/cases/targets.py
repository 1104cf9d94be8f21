"""Targets of a plan: which province or district is to reach how many people of a policy by when, and who answers for it by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef

from ansinh.delivery.cases.models_plans import PlanDocument, PlanTarget
from ansinh.delivery.cases.plans import PROGRAMME
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.cases.register_plan import demand_registers
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Office, Officer, Place
from ansinh.delivery.offices.queries import MAP_2021, assignments_on
from ansinh.delivery.offices.refusals import NotYours, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

SHORTEST = 5
MOST_NAMED = 300
MOST_PEOPLE = 20_000_000
OF_PLACE = ("programme", "province", "district", "policy")


@dataclass(frozen=True)
class Aim:
    """What is to be reached: in which place (no district: the whole province), of which policy, how many people, until which day."""

    province: str
    district: str
    policy: str
    people: int
    due_on: date


def targets(*, province: str = "", programme: str = PROGRAMME) -> list[PlanTarget]:
    """Give the targets that hold, with owner and document: of one province with its districts, or of all provinces without; in the order of places."""
    rows = PlanTarget.objects.filter(programme=programme, **({"province": province} if province else {"district": ""}))
    latest = rows.order_by(*OF_PLACE, "-entered_at", "-id").distinct(*OF_PLACE)
    return list(latest.select_related("owner__office", "document"))


def history_of(target: PlanTarget) -> list[PlanTarget]:
    """Give everything that was entered of a target's place and policy, the latest first."""
    rows = PlanTarget.objects.filter(**{name: getattr(target, name) for name in OF_PLACE})
    return list(rows.select_related("owner", "document", "entered_by").order_by("-entered_at", "-id")[:MOST_NAMED])


def may_own(province: str, district: str, *, on: date) -> QuerySet[Officer]:
    """Give the officers who may answer for a target on a day: in service, with a role in an office of exactly that place."""
    place = {"level": Level.DISTRICT, "district": district} if district else {"level": Level.PROVINCE}
    offices = Office.objects.filter(province=province, **place).exclude(kind=Office.Kind.EMPLOYER)
    held = assignments_on(on).filter(officer=OuterRef("pk"), office=OuterRef("office"))
    return Officer.objects.filter(Exists(held), office__in=offices, is_active=True).order_by("office__name", "full_name", "pk")


def without_owner(*, on: date, province: str = "", programme: str = PROGRAMME, most: int = MOST_NAMED) -> list[PlanTarget]:
    """Give the targets that hold and whose owner is missing, left, or holds no role in an office of the place; at most `most`, by place."""
    keys = PlanTarget.objects.raw(UNOWNED, {"on": on, "province": province, "programme": programme, "most": most})
    rows = PlanTarget.objects.filter(pk__in=[row.pk for row in keys]).select_related("owner__office", "document")
    return list(rows.order_by("province", "district", "policy"))


UNOWNED = """
    SELECT t.id FROM (
        SELECT DISTINCT ON (programme, province, district, policy) id, province, district, policy, owner_id FROM cases_plantarget
        WHERE programme = %(programme)s AND (%(province)s = '' OR province = %(province)s)
        ORDER BY programme, province, district, policy, entered_at DESC, id DESC) t
    WHERE NOT EXISTS (
        SELECT FROM offices_officer o JOIN offices_office f ON f.id = o.office_id
        JOIN offices_assignment g ON g.officer_id = o.id AND g.office_id = f.id AND g.held @> %(on)s
        WHERE o.id = t.owner_id AND o.is_active AND f.kind <> 'employer' AND f.province = t.province
          AND f.level = CASE t.district WHEN '' THEN 'province' ELSE 'district' END AND f.district = t.district)
    ORDER BY t.province, t.district, t.policy LIMIT %(most)s"""


def set_target(aim: Aim, document: PlanDocument, owner: Officer | None, *, basis: str = "", by: Officer, at: datetime) -> PlanTarget:
    """Set what a place is to reach of a policy and who answers for it; a later call sets it anew, the earlier one stays in the history.

    Raises `NotYours` for anybody but the province itself and the ministry, `Refused` for a place, policy, number or day that is none, a
    document of elsewhere or already replaced, or somebody who holds no role in an office of that place.
    """
    demand_registers(by, aim.province, at)
    _check(aim, document, at)
    row = PlanTarget(
        province=aim.province, district=aim.district, programme=document.programme, policy=aim.policy, people=aim.people, due_on=aim.due_on, document=document,
        owner=owner, since=local_day(at), basis=_basis(basis, document) if owner else "", entered_by=by, entered_at=at,
    )  # fmt: skip
    return _entered(row, "cases.set_target", before=None, by=by, at=at)


def name_owner(target: PlanTarget, owner: Officer, *, since: date, basis: str, by: Officer, at: datetime) -> PlanTarget:
    """Have another person answer for a target from a day on, by a written act; what is to be reached stays as it is.

    Raises as `set_target`, `Refused` also without an act or for a day to come.
    """
    demand_registers(by, target.province, at)
    if len(basis.strip()) < SHORTEST:
        raise Refused("basis_missing", "Ghi văn bản phân công: số, ngày, cơ quan ký.", "Name the written act: number, day, who signed.")
    if since > local_day(at):
        raise Refused("since_to_come", "Ngày nhận việc chưa đến. Ghi khi đến ngày đó.", "The day has not come. Enter it on that day.")
    latest = latest_of(target)
    row = PlanTarget(
        **{name: getattr(latest, name) for name in (*OF_PLACE, "people", "due_on", "document")},
        owner=owner, since=since, basis=" ".join(basis.split())[:160], entered_by=by, entered_at=at,
    )  # fmt: skip
    return _entered(row, "cases.name_target_owner", before=latest, by=by, at=at)


def latest_of(target: PlanTarget) -> PlanTarget:
    """Give what holds now of a target's place and policy."""
    rows = PlanTarget.objects.filter(**{name: getattr(target, name) for name in OF_PLACE})
    return rows.select_related("owner", "document").order_by("-entered_at", "-id")[0]


def _entered(row: PlanTarget, verb: str, *, before: PlanTarget | None, by: Officer, at: datetime) -> PlanTarget:
    if row.owner is not None and not may_own(row.province, row.district, on=local_day(at)).filter(pk=row.owner.pk).exists():
        raise NotYours(
            "owner_elsewhere",
            f"{row.owner} không giữ nhiệm vụ nào ở cơ quan của nơi này. Chọn người đang được phân công ở đó.",
            f"{row.owner} holds no role in an office of this place. Choose somebody who is assigned there.",
        )
    with act(actor_of(by), verb, at=at, province=row.province) as deed:
        row.save(force_insert=True)
        deed.event("plan_target", row, before=_said(before) if before else None, after=_said(row))
    return row


def _check(aim: Aim, document: PlanDocument, at: datetime) -> None:
    if aim.district and not Place.objects.filter(map_year=MAP_2021, level=Level.DISTRICT, code=aim.district, province=aim.province).exists():
        raise Refused("place_unknown", "Chọn một huyện của tỉnh.", "Choose a district of the province.")
    if aim.policy not in {policy.id for policy in load_programme(document.programme).policies}:
        raise Refused("policy_unknown", "Chọn chính sách.", "Choose the policy.")
    if not 0 < aim.people <= MOST_PEOPLE:
        raise Refused("people_missing", "Ghi số người theo kế hoạch, từ 1 trở lên.", "Enter how many people the plan names, 1 at least.")
    if aim.due_on < local_day(at):
        raise Refused("due_past", "Ngày phải xong đã qua.", "The due day has passed.")
    if document.province != aim.province:
        raise Refused("document_elsewhere", "Chọn văn bản của chính tỉnh này.", "Choose a document of this very province.")
    if PlanDocument.objects.filter(replaces=document).exists():
        raise Refused("document_replaced", "Văn bản này đã được thay. Chọn bản đang áp dụng.", "This document was replaced. Choose the one in force.")


def _basis(basis: str, document: PlanDocument) -> str:
    return (" ".join(basis.split()) or f"{document.get_kind_display()} {document.number}")[:160]


def _said(row: PlanTarget) -> dict[str, object]:
    return {
        "policy": row.policy, "district": row.district, "people": row.people, "due_on": row.due_on.isoformat(), "document": row.document.number,
        "owner": row.owner.full_name if row.owner else "", "since": row.since.isoformat(), "basis": row.basis,
    }  # fmt: skip
