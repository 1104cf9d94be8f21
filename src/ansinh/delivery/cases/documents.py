"""The decision as a paper: set from the rows of the decision, kept once, named by its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import Claim, Decision, StoredFile
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.models import Level, Office
from ansinh.delivery.offices.queries import places_by_code
from ansinh.delivery.offices.scope import actor_of
from ansinh.papers.letters.decision import Approval, approve_list, decision_pdf
from ansinh.papers.letters.parts import Agency, Person, Signature
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable
    from datetime import datetime

    from ansinh.delivery.offices.models import Officer
    from ansinh.delivery.registry.models import Named

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BIRTH = {"day": "%d/%m/%Y", "month": "%m/%Y", "year": "%Y"}


def make_document(decision_id: uuid.UUID, *, at: datetime) -> StoredFile:
    """Set and keep the decision with its list; one that has its paper keeps it. `at` dates the file, never the decision."""
    decision = Decision.objects.select_related("dossier", "office", "office__place", "signed_by", "dossier__submitted_by__office", "document").get(
        pk=decision_id
    )
    if decision.document is not None:
        return decision.document
    with act(actor_of(decision.signed_by), "cases.make_document", at=at, province=decision.province) as deed:
        held = Decision.objects.select_for_update(of=("self",)).get(pk=decision_id)
        if held.document_id is not None:
            return StoredFile.objects.get(pk=held.document_id)
        paper = decision_pdf(approve_list(_approval(decision)), at=decision.signed_at, expect_vnd=decision.amount_vnd)
        name = f"{decision.number.replace('/', '-')}-{decision.year}"
        file = keep(paper.pdf, kind="decision", name=f"{name}.pdf", media_type=PDF, place=decision, by=decision.signed_by, at=at)
        if paper.annex_xlsx is not None:
            keep(paper.annex_xlsx, kind="annex", name=f"{name}-phu-luc.xlsx", media_type=XLSX, place=decision, by=decision.signed_by, at=at)
        held.document = file
        held.save(update_fields=["document"])
        deed.event("decision", held, after={"document": file.sha256, "size_bytes": file.size_bytes})
    return file


def annex_of(decision: Decision) -> StoredFile | None:
    """Give the workbook of a decision's list, where it was too long for paper."""
    name = f"{decision.number.replace('/', '-')}-{decision.year}-phu-luc.xlsx"
    return StoredFile.objects.filter(kind="annex", name=name, province=decision.province, kept_by=decision.signed_by_id).order_by("-kept_at").first()


def person_line(claim: Named, *, amount_vnd: int, note: str = "", code: str = "", transfer_id: str = "") -> Person:
    """Give a claim as a line of an official list."""
    born = f"{claim.date_of_birth:{BIRTH[claim.birth_precision]}}" if claim.date_of_birth else ""
    return Person(claim.full_name, born, claim.id_number, claim.address, amount_vnd, note, code, transfer_id)


def agency_of(office: Office) -> Agency:
    """Give an office as the head of a paper: its name, the place it writes from, who stands above it."""
    codes = [code for code in (office.commune, office.district, office.province) if code]
    known = places_by_code(codes)
    above = {Level.COMMUNE: office.district, Level.DISTRICT: office.province}.get(Level(office.level), "")
    place = known[codes[0]].short_name if codes and codes[0] in known else "Hà Nội"
    superior = f"Ủy ban nhân dân {_within(known[above].name)}" if above in known else ""
    return Agency(office.name.replace("UBND", "Ủy ban nhân dân", 1), place, superior)


def signature_of(decision: Decision) -> Signature:
    """Give who signed a decision as papers name her."""
    return signature_by(decision.signed_by)


def signature_by(officer: Officer) -> Signature:
    """Give an officer as papers name who signed: a deputy signs for the chair."""
    deputy = (officer.title or "Chủ tịch").lower().startswith("phó")
    return Signature(("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if deputy else ("CHỦ TỊCH",), officer.full_name)


def _within(name: str) -> str:
    return name[:1].lower() + name[1:]


def _approval(decision: Decision) -> Approval:
    dossier, office = decision.dossier, decision.office
    policy = load_programme(dossier.programme).policy(dossier.policy)
    places = places_by_code([code for code in (dossier.commune, dossier.district, dossier.province) if code])
    place = places.get(dossier.commune or dossier.district or dossier.province)
    chair = f"Chủ tịch {office.name.replace('UBND', 'Ủy ban nhân dân', 1)}"
    return Approval(
        number=decision.number, agency=agency_of(office), dated=decision.decided_on, authority=chair, policy_name=policy.name["vi"],
        legal_bases=("Luật Tổ chức chính quyền địa phương", f"{policy.cite_on(dossier.as_of)}", f"{policy.procedure_on(dossier.as_of).cite}"),
        submitted=f"{dossier.submitted_by.office.name} tại hồ sơ số {dossier.number}", place_name=_within(place.name) if place else dossier.province,
        executors="Chánh Văn phòng, thủ trưởng các cơ quan liên quan",
        signature=signature_of(decision),
        people=tuple(_people(Claim.objects.filter(dossier=dossier, state=Claim.State.APPROVED).order_by("order").iterator(chunk_size=2000))),
        verify_url=f"{settings.PUBLIC_URL}/xac-minh/{decision.verification}", code=decision.verification,
    )  # fmt: skip


def _people(claims: Iterable[Claim]) -> Iterable[Person]:
    for claim in claims:
        note = f"{claim.bank_name} {claim.account_number}".strip()
        yield person_line(claim, amount_vnd=claim.amount_vnd, note=note, code=claim.receipt)
