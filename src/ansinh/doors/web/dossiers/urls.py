"""Addresses of dossiers, their claims and their decision."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.dossiers import asking, claims, decision, excluding, exporting, keys, letters, marking, moving, opening, papers, posting, seeing, telling

urlpatterns = [
    path("", seeing.dossiers, name="dossiers"),
    path("khoa-ky/<uuid:document>/", keys.answer, name="key"),
    path("khoa-ky/<uuid:document>/hoi/", keys.ask, name="key_ask"),
    path("<uuid:dossier>/", seeing.dossier, name="dossier"),
    path("<uuid:dossier>/xuat.<str:kind>", exporting.export, name="dossier_export"),
    path("<uuid:dossier>/niem-yet/", posting.posting, name="dossier_posting"),
    path("<uuid:dossier>/niem-yet/ngay/", posting.posted, name="dossier_posted"),
    path("<uuid:dossier>/niem-yet/tu-chuyen/", posting.goes_on, name="dossier_goes_on"),
    path("<uuid:dossier>/chuyen/", moving.forward_dossier, name="dossier_forward"),
    path("<uuid:dossier>/tra-lai/", moving.return_dossier, name="dossier_return"),
    path("<uuid:dossier>/yeu-cau/", asking.ask_for, name="dossier_ask"),
    path("<uuid:dossier>/bo-sung/", asking.answer_to, name="dossier_answer"),
    path("<uuid:dossier>/phe-duyet/", moving.approve_dossier, name="dossier_approve"),
    path("<uuid:dossier>/chuyen-nguoi-ky/", moving.to_signer, name="dossier_to_signer"),
    path("<uuid:dossier>/danh-dau/", marking.mark_claims, name="dossier_mark"),
    path("<uuid:dossier>/loai/", excluding.exclude_claims, name="dossier_exclude"),
    path("<uuid:dossier>/loai-theo-quy-dinh/", excluding.exclude_lawfully, name="dossier_exclude_by_law"),
    path("<uuid:dossier>/quyet-dinh/", decision.decision, name="decision"),
    path("<uuid:dossier>/quyet-dinh/van-ban.pdf", decision.document, name="decision_document"),
    path("<uuid:dossier>/quyet-dinh/phu-luc.xlsx", decision.annex, name="decision_annex"),
    path("<uuid:dossier>/quyet-dinh/thu/", letters.letters, name="letters"),
    path("<uuid:dossier>/quyet-dinh/thu/tien-do/", letters.letters_progress, name="letters_progress"),
    path("<uuid:dossier>/quyet-dinh/thu/<uuid:file>.pdf", letters.letters_file, name="letters_file"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/thu.pdf", letters.letter, name="letter"),
    path("<uuid:dossier>/thong-bao/", telling.notices, name="notices"),
    path("<uuid:dossier>/thong-bao/in/", telling.print_notices, name="notices_print"),
    path("<uuid:dossier>/thong-bao/in/<uuid:file>.pdf", telling.printed, name="notices_printed"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/", claims.claim, name="claim"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/day-du/", opening.open_claim, name="claim_open"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/sua/", claims.correct_claim, name="claim_correct"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/giay-to/", papers.send_claim_paper, name="claim_paper_send"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/giay-to/<uuid:paper>/", papers.claim_paper, name="claim_paper"),
    path("<uuid:dossier>/nguoi/<uuid:claim>/lay-lai/", excluding.include_claim, name="claim_include"),
]
