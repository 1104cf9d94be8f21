"""Reads of the documents of provinces: which plan is in force where, from which day, and who has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansinh.delivery.cases.keep import content_of
from ansinh.delivery.cases.models_plans import PlanDocument
from ansinh.delivery.offices.scope import NATION, acting

if TYPE_CHECKING:
    import uuid
    from datetime import date

    from django.db.models import QuerySet

PROGRAMME = "nq68"
MOST_OF_PROVINCE = 200


def plan_days(programme: str = PROGRAMME) -> dict[str, date]:
    """Give of each province that has a plan the day of the one in force; a province without a plan is not in it."""
    return dict(in_force(programme).values_list("province", "issued_on"))


def in_force(programme: str = PROGRAMME) -> QuerySet[PlanDocument]:
    """Give the plans in force, one of each province that has one."""
    return PlanDocument.objects.filter(programme=programme, kind=PlanDocument.Kind.PLAN, replaced_by__isnull=True)


def plan_documents(province: str, *, public: bool = False, programme: str = PROGRAMME) -> list[PlanDocument]:
    """Give the documents of a province, the latest day first, with their files and what replaced them; `public` only those everybody may read.

    At most `MOST_OF_PROVINCE`.
    """
    rows = PlanDocument.objects.filter(programme=programme, province=province).select_related("file", "replaced_by", "entered_by").order_by("-issued_on", "-id")
    with acting(NATION):  # the documents are for all to read, wherever their files lie
        return list((rows.filter(published=True) if public else rows)[:MOST_OF_PROVINCE])


def plan_document(key: uuid.UUID, *, public: bool = False) -> PlanDocument:
    """Give one document with its file; raises `DoesNotExist`, for the public also where it is not published."""
    rows = PlanDocument.objects.select_related("file")
    with acting(NATION):
        return (rows.filter(published=True) if public else rows).get(pk=key)


def file_of(document: PlanDocument) -> bytes:
    """Read the document's file; raises `OSError` when it is gone and `ValueError` when it is not what was kept."""
    return content_of(document.file)
