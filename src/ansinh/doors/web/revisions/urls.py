"""Addresses of later decisions, below /quyet-dinh-sau/."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.revisions import answering, correcting, proposing, seeing

urlpatterns = [
    path("", seeing.revisions, name="revisions"),
    path("xuat.csv", seeing.export, name="revisions_export"),
    path("thu-hoi/<uuid:dossier>/", proposing.choose, name="revoke_choose"),
    path("thu-hoi/<uuid:dossier>/de-nghi/", proposing.revoke, name="revoke_propose"),
    path("dinh-chinh/<uuid:dossier>/", correcting.correct_many, name="correct_many"),
    path("dinh-chinh/<uuid:dossier>/<uuid:claim>/", proposing.correct, name="correct_propose"),
    path("<uuid:key>/", seeing.revision, name="revision"),
    path("<uuid:key>/van-ban.pdf", seeing.document, name="revision_document"),
    path("<uuid:key>/phu-luc.xlsx", seeing.annex, name="revision_annex"),
    path("<uuid:key>/ky/", answering.sign_it, name="revision_sign"),
    path("<uuid:key>/bac/", answering.reject_it, name="revision_reject"),
]
