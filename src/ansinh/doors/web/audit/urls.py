"""Addresses of the log."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.audit import acts, looks

urlpatterns = [
    path("", acts.acts, name="audit"),
    path("xuat.csv", acts.export, name="audit_export"),
    path("luot-xem/", looks.looks, name="audit_looks"),
    path("luot-xem/xuat.csv", looks.export, name="audit_looks_export"),
    path("<uuid:act>/", acts.act, name="audit_act"),
]
