"""Addresses of complaints for officers."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.grievances import answering, exporting, late, seeing, writing

urlpatterns = [
    path("", seeing.grievances, name="grievances"),
    path("xuat.<str:kind>", exporting.export, name="grievances_export"),
    path("ghi/", writing.write_down, name="grievance_new"),
    path("cham/", late.listed, name="grievances_late"),
    path("cham/xuat.csv", late.export, name="grievances_late_export"),
    path("<uuid:grievance>/", seeing.grievance, name="grievance"),
    path("<uuid:grievance>/chap-nhan/", answering.uphold_grievance, name="grievance_uphold"),
    path("<uuid:grievance>/khong-chap-nhan/", answering.dismiss_grievance, name="grievance_dismiss"),
    path("<uuid:grievance>/rut/", answering.withdraw_grievance, name="grievance_withdraw"),
    path("<uuid:grievance>/da-lam/", answering.report_done, name="grievance_done"),
]
