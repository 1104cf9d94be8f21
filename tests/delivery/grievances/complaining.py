"""A town with the heads of its offices and a supervisor, and complaints in it, for tests of grievances."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ansinh.delivery.cases import decide as cases_decide
from ansinh.delivery.cases import exclude
from ansinh.delivery.cases.models import Claim, Task
from ansinh.delivery.cases.take_step import post_list
from ansinh.delivery.grievances.file import Told, file
from ansinh.delivery.offices.models import Office, Role
from ansinh.delivery.offices.scope import NATION, acting
from delivery.casework import Town, forwarded, officer, person, submitted, task_of, town

if TYPE_CHECKING:
    from ansinh.delivery.cases.models import Dossier
    from ansinh.delivery.grievances.models import Grievance

LONG = "Tôi đã nộp đủ giấy tờ mà không được duyệt."
SAID = "Đã xem hồ sơ gốc và hỏi thôn: đúng như đơn nêu."


def headed(commune: str = "10630", district: str = "291", province: str = "30") -> Town:
    """Make a town whose commune, district and province have heads, and the Fatherland Front a supervisor at the province."""
    here = town(commune, district, province)
    for level, code in (("commune", commune), ("district", district), ("province", province)):
        here.officers[f"{level}_chief"] = officer(f"chief.{code}", here.offices[level], Role.CHIEF)
    front, _made = Office.objects.get_or_create(
        kind="fatherland_front",
        level="province",
        province=province,
        defaults={"name": f"MTTQ {province}", "symbol": "MTTQ", "place": here.offices["province"].place},
    )
    here.officers["supervisor"] = officer(f"front.{province}", front, Role.SUPERVISOR)
    return here


def headed_to_the_top() -> Town:
    """Make such a town, and a head of the ministry."""
    made = headed()
    made.officers["minister"] = officer("vu.truong", Office.objects.get(kind="ministry"), Role.CHIEF)
    return made


def refused(here: Town, *rows: dict[str, Any]) -> Claim:
    """Take a list to its decision with its first person refused; give that claim."""
    dossier = submitted(here, rows or [person(1), person(2)])
    task = forwarded(here, dossier)
    with acting(task.owner):
        first = Claim.objects.filter(dossier=dossier).order_by("order")[0]
        exclude.exclude(task.pk, [first.pk], by=task.owner, at=here.later(), reason="Chưa chứng minh được mất việc", article="NQ 68/NQ-CP, II.12")
    task = forwarded(here, dossier)
    with acting(task.owner):
        cases_decide.approve(task.pk, by=task.owner, at=here.later())
    with acting(NATION):
        return Claim.objects.select_related("dossier").get(pk=first.pk)


def claim_of(dossier: Dossier) -> Claim:
    """Give the first claim of a dossier."""
    with acting(NATION):
        return Claim.objects.select_related("dossier").filter(dossier=dossier).order_by("order")[0]


def posted(here: Town, *rows: dict[str, Any]) -> Dossier:
    """Submit a list and post it."""
    dossier = submitted(here, rows or [person(1, address="Số 12, ngõ 3, Thôn Đoài, xã An Bình"), person(2)])
    task = task_of(dossier)
    with acting(task.owner):
        post_list(task.pk, by=task.owner, at=here.later(), posted_on=here.at.date())
    return dossier


def posted_now(here: Town, *rows: dict[str, Any]) -> Dossier:
    """Submit a list and post it so that it is still up by the clock of the wall, for tests of pages."""
    dossier = posted(here, *rows)
    with acting(NATION):
        Task.objects.filter(dossier=dossier).update(posted_until=timezone.now() + timedelta(days=1))
    return dossier


def complained(here: Town, about: Claim | None = None, **more: Any) -> Grievance:
    """Let somebody complain by the web: of a claim, of a list, or of what is missing in the town's commune."""
    told = {"kind": "decision" if about else "missing", "text": LONG, "receipt": about.receipt if about else "", "commune": here.commune, **more}
    return file(Told(**told), channel="web", by=None, at=here.later())
