"""Addresses of lists on their way in."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.lists import at_work, columns, deciding, ending, reviewing, sending, templates_out

urlpatterns = [
    path("", sending.uploads, name="uploads"),
    path("gui/", sending.send, name="upload_new"),
    path("mau/", templates_out.template, name="upload_template"),
    path("<uuid:upload>/", reviewing.review, name="upload"),
    path("<uuid:upload>/tien-do/", reviewing.progress, name="upload_progress"),
    path("<uuid:upload>/dung/", at_work.stop_work, name="upload_stop"),
    path("<uuid:upload>/tong-hop/", reviewing.summary, name="upload_summary"),
    path("<uuid:upload>/danh-dau-loi.xlsx", reviewing.faults, name="upload_faults"),
    path("<uuid:upload>/de-rieng.xlsx", reviewing.set_aside, name="upload_aside"),
    path("<uuid:upload>/cot/", columns.columns, name="upload_columns"),
    path("<uuid:upload>/khai-chung/", deciding.attest_facts, name="upload_attest"),
    path("<uuid:upload>/bo/", ending.discard_upload, name="upload_discard"),
    path("<uuid:upload>/nop/", ending.submit_upload, name="upload_submit"),
    path("<uuid:upload>/dong/<uuid:row>/", deciding.edit, name="upload_row"),
    path("<uuid:upload>/dong/<uuid:row>/xac-nhan/", deciding.confirm_row, name="upload_row_confirm"),
    path("<uuid:upload>/dong/<uuid:row>/de-rieng/", deciding.aside, name="upload_row_aside"),
    path("<uuid:upload>/dong/<uuid:row>/lay-lai/", deciding.back, name="upload_row_back"),
]
