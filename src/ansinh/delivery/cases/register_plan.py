"""A province registers its plan, decisions, dispatches and guidance, the ministry those of any; a later entry replaces an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.measures import may_enter
from ansinh.delivery.cases.models_plans import PlanDocument
from ansinh.delivery.cases.plans import PROGRAMME
from ansinh.delivery.cases.procedure import local_day
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Place
from ansinh.delivery.offices.queries import MAP_2021
from ansinh.delivery.offices.refusals import AlreadyDone, NotYours, Refused
from ansinh.delivery.offices.scope import actor_of
from ansinh.papers.scans.kinds import PDF, kind_of
from ansinh.papers.scans.refusals import PaperRefused

if TYPE_CHECKING:
    import uuid
    from datetime import date, datetime

    from ansinh.delivery.offices.models import Officer

LONGEST = {"number": 60, "issued_by": 160, "signed_by": 100, "title": 300}
NAMED = {
    "number": ("số, ký hiệu", "number"), "issued_by": ("cơ quan ban hành", "office that issued it"), "signed_by": ("người ký", "name of who signed it"),
    "title": ("trích yếu", "title"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What stands on a document."""

    kind: str
    number: str
    issued_on: date
    issued_by: str
    signed_by: str
    title: str
    published: bool = True


def register_plan(province: str, told: Told, content: bytes, name: str, *, by: Officer, at: datetime, programme: str = PROGRAMME) -> PlanDocument:
    """Register a document of a province with its file, kept as it came.

    Raises `NotYours` for anybody but the province itself and the ministry (head or analyst), `AlreadyDone` for a second plan, which
    replaces the first, `Refused` for a day to come, words that are missing or a file that is neither PDF nor picture.
    """
    demand_registers(by, province, at)
    document = _document(province, told, programme, by=by, at=at)
    with act(actor_of(by), "cases.register_plan", at=at, province=province) as deed:
        try:
            with transaction.atomic():
                _keep(document, content, name, by=by, at=at)
        except IntegrityError as error:
            raise AlreadyDone(
                "plan_exists", "Tỉnh đã có kế hoạch. Thay kế hoạch đó bằng văn bản mới.", "The province has a plan already. Replace that one."
            ) from error
        deed.event("plan_document", document, after=_said(document))
    return document


def replace_plan(replaced: uuid.UUID, told: Told, content: bytes, name: str, *, by: Officer, at: datetime) -> PlanDocument:
    """Replace a document by another of the same kind, or by the same put right; the earlier one stays to be read.

    Raises as `register_plan`, `Refused` for another kind, `AlreadyDone` when it was replaced.
    """
    before = PlanDocument.objects.get(pk=replaced)
    demand_registers(by, before.province, at)
    if told.kind != before.kind:
        raise Refused("plan_kind", "Văn bản chỉ được thay bằng văn bản cùng loại.", "A document is replaced by one of its own kind.")
    document = _document(before.province, told, before.programme, by=by, at=at)
    document.replaces = before
    with act(actor_of(by), "cases.replace_plan", at=at, province=before.province) as deed:
        try:
            with transaction.atomic():
                _keep(document, content, name, by=by, at=at)
        except IntegrityError as error:
            raise AlreadyDone("plan_replaced", "Văn bản này đã được thay. Mở bản mới nhất.", "This one was replaced already. Open the latest.") from error
        deed.event("plan_document", document, before=_said(before), after=_said(document))
    return document


def _document(province: str, told: Told, programme: str, *, by: Officer, at: datetime) -> PlanDocument:
    if told.kind not in PlanDocument.Kind.values:
        raise Refused("plan_kind_unknown", "Chọn loại văn bản.", "Choose the kind of document.")
    if told.issued_on > local_day(at):
        raise Refused("plan_to_come", "Ngày ban hành chưa đến. Ghi ngày trên văn bản.", "The day of issue has not come. Enter the day on the document.")
    words = {field: " ".join(str(getattr(told, field)).split())[:most] for field, most in LONGEST.items()}
    for field, text in words.items():
        if not text:
            vi, en = NAMED[field]
            raise Refused(f"{field}_missing", f"Ghi {vi} của văn bản.", f"Enter the {en} of the document.")
    return PlanDocument(
        province=province,
        programme=programme,
        kind=told.kind,
        issued_on=told.issued_on,
        published=told.published,
        office=by.office,
        entered_by=by,
        entered_at=at,
        **words,
    )


def _keep(document: PlanDocument, content: bytes, name: str, *, by: Officer, at: datetime) -> None:
    """Keep file and row; the file as it came, since a signature in it would not outlive being written anew."""
    name, media_type = named_by_content(content, name)
    kept = keep(content, kind="plan", name=name, media_type=media_type, place=document, by=by, at=at)
    document.file = kept
    document.save(force_insert=True)


def _said(row: PlanDocument) -> dict[str, object]:
    return {
        "kind": str(row.kind), "number": row.number, "issued_on": row.issued_on.isoformat(), "issued_by": row.issued_by, "signed_by": row.signed_by,
        "title": row.title, "published": row.published, "sha256": row.file.sha256,
    }  # fmt: skip


def demand_registers(by: Officer, province: str, at: datetime) -> None:
    """Raise `NotYours` for whoever registers no plans of a province, `Refused` where there is no such province."""
    if not may_enter(by, province, on=local_day(at)):
        raise NotYours(
            "plans_elsewhere",
            "Chỉ tỉnh đó và Bộ (người đứng đầu, cán bộ tổng hợp) đăng ký được văn bản của tỉnh.",
            "Only the province itself and the ministry (head or analyst) register its documents.",
        )
    if not Place.objects.filter(map_year=MAP_2021, level=Level.PROVINCE, code=province).exists():
        raise Refused("place_unknown", "Chọn một tỉnh.", "Choose a province.")


def named_by_content(content: bytes, name: str) -> tuple[str, str]:
    """Give a file's name, its ending put right, and media type by what it is; raises `Refused` for what is neither PDF nor picture."""
    try:
        media_type = kind_of(content)
    except PaperRefused as refusal:
        raise Refused(refusal.code, refusal.message["vi"], refusal.message["en"]) from refusal
    ending = ".pdf" if media_type == PDF else f".{media_type.removeprefix('image/')}"
    return f"{name.rsplit('.', 1)[0][:150]}{ending}", media_type
