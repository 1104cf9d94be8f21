"""Addresses of what was filed, for officers."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.intake import papers, seeing, taking

urlpatterns = [
    path("", seeing.filings, name="filings"),
    path("tai-ve/", seeing.export, name="filings_export"),
    path("nhan/", taking.take_filings, name="filings_take"),
    path("<uuid:filing>/", seeing.filing, name="filing"),
    path("<uuid:filing>/giay-to/<uuid:paper>/", papers.filing_paper, name="filing_paper"),
    path("<uuid:filing>/khong-nhan/", taking.refuse_filing, name="filing_refuse"),
]
