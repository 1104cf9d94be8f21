"""A plan as provinces register it, and who registers it, for tests of plans, targets and orders."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ansinh.delivery.cases.register_plan import Told
from ansinh.delivery.offices.models import Office, Role
from delivery.casework import Town, officer

if TYPE_CHECKING:
    from ansinh.delivery.offices.models import Officer

PDF = b"%PDF-1.7 a plan as it came"
PLAN = Told("plan", "2434/KH-UBND", date(2021, 7, 12), "UBND tỉnh Hải Dương", "Lưu Văn Bản, Phó Chủ tịch", "Thực hiện Nghị quyết 68/NQ-CP")


def planners(here: Town) -> tuple[Officer, Officer]:
    """Give an analyst of the province and one of the ministry."""
    ministry, _new = Office.objects.get_or_create(kind="ministry", level="national", defaults={"name": "Bộ", "symbol": "BLĐTBXH"})
    return officer(f"analyst.{here.province}", here.offices["province"], Role.ANALYST), officer("analyst.ministry", ministry, Role.ANALYST)
