"""That an officer took whole numbers of people who filed away as a table is kept, as for the people of a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.registry.models import Access

if TYPE_CHECKING:
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer


def take_away(people: int, *, by: Officer, at: datetime) -> Access:
    """Keep who took how many people's numbers away, and when."""
    office = by.office
    return Access.objects.create(
        province=office.province, district=office.district, commune=office.commune, officer=by, at=at, kind=Access.Kind.OPEN, purpose=Access.Purpose.VERIFY,
        text="Tải danh sách hồ sơ nộp về", person=None, found=people,
    )  # fmt: skip
