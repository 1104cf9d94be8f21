"""The receipt of a filing on paper: code, QR, the one officer who has it, the day by which it must be taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.cases.documents import agency_of
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.intake.models import Filing
from ansinh.delivery.intake.public import key_behind
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.papers.letters.receipt import Receipt, receipt_pdf
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    from datetime import datetime


def receipt_of(code: str, *, at: datetime) -> bytes | None:
    """Give the receipt behind a code as PDF; nothing for a code that nobody holds."""
    key = key_behind(code)
    if key is None:
        return None
    with acting(NATION):
        held = Filing.objects.select_related("owner", "office__place", "filed_by").get(pk=key)
    policy = load_programme(held.programme).policy(held.policy)
    paper = Receipt(
        number="", agency=agency_of(held.office), received_on=local_day(held.filed_at), code=held.code, filed_by=held.filer_name, policy_name=policy.name["vi"],
        people=held.row_count, owner=str(held.owner), owner_office=held.office.name, due_on=held.due_on, received_by=held.filed_by.full_name if held.filed_by else "",
        url=f"{settings.PUBLIC_URL}/tra-cuu/{held.code}/", phone=held.owner.phone, due_of="Hạn tiếp nhận vào hồ sơ", look_up="nhập mã hồ sơ tại địa chỉ tra cứu",
    )  # fmt: skip
    return receipt_pdf(paper, at=at).pdf
