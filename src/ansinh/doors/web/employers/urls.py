"""Addresses of the employers' portal."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.employers import confirming, denying, entering, filing, following

urlpatterns = [
    path("doanh-nghiep/", following.portal, name="employer"),
    path("doanh-nghiep/dang-ky/", entering.register_account, name="employer_register"),
    path("doanh-nghiep/dang-nhap/", entering.enter, name="employer_enter"),
    path("doanh-nghiep/ra/", entering.leave, name="employer_leave"),
    path("doanh-nghiep/nop/<slug:policy>/", filing.file_policy, name="employer_file"),
    path("doanh-nghiep/nop/<slug:policy>/tep/", filing.file_workbook, name="employer_file_workbook"),
    path("doanh-nghiep/mau/<slug:policy>.xlsx", filing.template, name="employer_template"),
    path("doanh-nghiep/ho-so/<uuid:filing>/", following.filing, name="employer_filing"),
    path("khong-dung/", denying.deny_named, name="not_true"),
    path("xac-nhan/", confirming.confirmations, name="confirmations"),
    path("xac-nhan/tai-khoan/<uuid:accountant>/", confirming.answer_account, name="confirm_account"),
    path("xac-nhan/<uuid:dossier>/", confirming.workers, name="confirm_workers"),
    path("xac-nhan/<uuid:dossier>/ghi-kem/<uuid:worker>/", confirming.settle_listed_worker, name="settle_listed"),
    path("xac-nhan/<uuid:dossier>/<uuid:claim>/", confirming.settle_worker, name="settle_worker"),
]
