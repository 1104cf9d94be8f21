"""Addresses of the law: a programme, its policies, and of each the trial, the comparison, the paper and the files."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.law import comparing, files, printing, reading, trying

urlpatterns = [
    path("", reading.programmes, name="policies"),
    path("<slug:name>/", reading.either, name="policy"),
    path("<slug:name>/", reading.either, name="law_programme"),
    path("<slug:programme>/so-sanh/", comparing.programme, name="law_changes"),
    path("<slug:programme>/ban-in.pdf", printing.programme, name="law_programme_pdf"),
    path("<slug:programme>/tep.zip", files.everything, name="law_files"),
    path("<slug:programme>/tep/<str:name>", files.one, name="law_file"),
    path("<slug:programme>/<slug:policy>/", reading.policy, name="law_policy"),
    path("<slug:programme>/<slug:policy>/thu/", trying.trial, name="law_trial"),
    path("<slug:programme>/<slug:policy>/so-sanh/", comparing.policy, name="law_policy_changes"),
    path("<slug:programme>/<slug:policy>/ban-in.pdf", printing.policy, name="law_policy_pdf"),
]
