"""A later decision as a paper, in the layout of decisions, with the list of those it concerns: set once, named by its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from ansinh.delivery.cases.documents import PDF, XLSX, agency_of, person_line, signature_by
from ansinh.delivery.cases.keep import keep
from ansinh.delivery.cases.models import StoredFile
from ansinh.delivery.cases.models_revisions import Revision, RevisionItem
from ansinh.delivery.evidence.record import act
from ansinh.delivery.offices.scope import actor_of
from ansinh.papers.letters.decision import decision_pdf
from ansinh.papers.letters.revision import Revised, revise_list
from ansinh.policy.load import load_programme

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator
    from datetime import datetime

    from ansinh.papers.letters.parts import Person

WORDS = {
    "full_name": "họ tên", "date_of_birth": "ngày sinh", "birth_precision": "", "id_number": "số giấy tờ", "bank_name": "ngân hàng", "account_number": "số tài khoản",
    "facts": "thông tin xét theo quy định",
}  # fmt: skip


def make_revision_document(revision_id: uuid.UUID, *, at: datetime) -> StoredFile:
    """Set and keep the paper of a signed revision; one that has its paper keeps it. `at` dates the file, never the decision."""
    rows = Revision.objects.select_related(
        "decision__dossier", "decision__office", "office__place", "answered_by", "proposed_by__office", "document", "decision__signed_by"
    )
    revision = rows.get(pk=revision_id)
    if revision.document is not None:
        return revision.document
    if revision.answered_by is None or revision.answered_at is None or revision.decided_on is None:
        message = f"revision {revision_id} is not signed"
        raise ValueError(message)
    by = revision.answered_by
    with act(actor_of(by), "cases.make_document", at=at, province=revision.province) as deed:
        held = Revision.objects.select_for_update(of=("self",)).get(pk=revision_id)
        if held.document_id is not None:
            return StoredFile.objects.get(pk=held.document_id)
        expected = revision.after_vnd if revision.kind == Revision.Kind.CORRECT else revision.before_vnd
        paper = decision_pdf(revise_list(_revised(revision)), at=revision.answered_at, expect_vnd=expected)
        name = f"{revision.number.replace('/', '-')}-{revision.year}"
        file = keep(paper.pdf, kind="decision", name=f"{name}.pdf", media_type=PDF, place=revision, by=by, at=at)
        if paper.annex_xlsx is not None:
            keep(paper.annex_xlsx, kind="annex", name=f"{name}-phu-luc.xlsx", media_type=XLSX, place=revision, by=by, at=at)
        held.document = file
        held.save(update_fields=["document"])
        deed.event("revision", held, after={"document": file.sha256, "size_bytes": file.size_bytes})
    return file


def revision_annex(revision: Revision) -> StoredFile | None:
    """Give the workbook of a revision's list, where it was too long for paper."""
    name = f"{revision.number.replace('/', '-')}-{revision.year}-phu-luc.xlsx"
    found = StoredFile.objects.filter(kind="annex", name=name, province=revision.province, kept_by=revision.answered_by_id)
    return found.order_by("-kept_at").first()


def _revised(revision: Revision) -> Revised:
    decision, dossier = revision.decision, revision.decision.dossier
    policy = load_programme(dossier.programme).policy(dossier.policy)
    agency = agency_of(revision.office)
    if revision.decided_on is None or revision.answered_by is None:
        message = f"revision {revision.pk} is not signed"
        raise ValueError(message)
    return Revised(
        revokes=revision.kind == Revision.Kind.REVOKE, number=revision.number, agency=agency, dated=revision.decided_on, authority=f"Chủ tịch {agency.name}",
        policy_name=policy.name["vi"], legal_bases=tuple(dict.fromkeys(("Luật Tổ chức chính quyền địa phương", policy.cite_on(dossier.as_of), revision.article))),
        earlier=decision.number, earlier_on=decision.decided_on, proposed=f"{revision.proposed_by.full_name}, {revision.proposed_by.office.name}",
        reason=revision.reason, complain_to=f"Chủ tịch {agency.name}", signature=signature_by(revision.answered_by), people=tuple(_people(revision)),
        verify_url=f"{settings.PUBLIC_URL}/xac-minh/{revision.verification}", code=revision.verification,
    )  # fmt: skip


def _people(revision: Revision) -> Iterator[Person]:
    for item in RevisionItem.objects.filter(revision=revision).select_related("claim").order_by("claim__order").iterator(chunk_size=2000):
        if revision.kind == Revision.Kind.REVOKE:
            yield person_line(item.claim, amount_vnd=item.before_vnd, note="Thu hồi", code=item.claim.receipt)
        else:
            yield person_line(item.claim, amount_vnd=item.after_vnd, note=_differs(item), code=item.claim.receipt)


def _differs(item: RevisionItem) -> str:
    """Say what a correction changes: `họ tên: A → B; số tiền: 1 → 2`."""
    parts = []
    for name, after in item.after.items():
        if word := WORDS.get(name, ""):
            parts.append(word if name == "facts" else f"{word}: {_shown(name, item.before.get(name))} → {_shown(name, after)}")
    if item.before_vnd != item.after_vnd:
        parts.append(f"số tiền: {item.before_vnd:,} → {item.after_vnd:,}".replace(",", "."))
    return "; ".join(parts)


def _shown(name: str, value: str | None) -> str:
    if not value:
        return "không có"
    if name == "account_number":
        return f"…{value[-3:]}"
    return "/".join(reversed(value.split("-"))) if name == "date_of_birth" else value
