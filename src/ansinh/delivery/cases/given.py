"""What is given to an officer from day to day by a written act: who gives it, when it is in force, how it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg.types.range import DateRange

from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.queries import roles_of
from ansinh.delivery.offices.refusals import NotYours, Refused

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

SHORTEST_BASIS = 5


def demand_head(by: Officer, office: uuid.UUID, at: datetime) -> None:
    """Raise `NotYours` for anybody but the head of the office."""
    if by.office_id != office or Role.CHIEF not in roles_of(by, on=local_day(at)):
        raise NotYours(
            "not_head", "Chỉ người đứng đầu đơn vị hoặc người làm thay làm được việc này.", "Only the head of the office, or the deputy, may do this."
        )


def demand_basis(basis: str) -> None:
    """Raise `Refused` for words that name no written act."""
    if len(basis.strip()) < SHORTEST_BASIS:
        raise Refused("basis_missing", "Ghi văn bản giao việc: số, ngày.", "Name the written act: number and day.")


def demand_in_order(since: date, until: date | None) -> None:
    """Raise `Refused` where the last day lies before the first; no last day is none."""
    if until is not None and until < since:
        raise Refused("ends_before", "Ngày cuối phải từ ngày đầu trở đi.", "The last day must not lie before the first.")


def has_ended(held: DateRange, on: date) -> bool:
    """Say whether days are over on a day, or never were."""
    return held.isempty or (held.upper is not None and held.upper <= on)


def ended_on(held: DateRange, on: date) -> DateRange:
    """Give days cut off so that `on` is no day of them any more."""
    return DateRange(held.lower, max(on, held.lower) if held.lower else on, "[)")
