"""Addresses of the web door: citizens first, officers' pages after them."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("ansinh.doors.web.public.urls")),
    path("", include("ansinh.doors.web.employers.urls")),
    path("nop/", include("ansinh.doors.web.filing.urls")),
    path("luat/", include("ansinh.doors.web.law.urls")),
    path("ban-lam-viec/", include("ansinh.doors.web.desk.urls")),
    path("quay/", include("ansinh.doors.web.counter.urls")),
    path("tiep-nhan/", include("ansinh.doors.web.intake.urls")),
    path("danh-sach/", include("ansinh.doors.web.lists.urls")),
    path("ho-so/", include("ansinh.doors.web.dossiers.urls")),
    path("quyet-dinh-sau/", include("ansinh.doors.web.revisions.urls")),
    path("thu-giay/", include("ansinh.doors.web.letters.urls")),
    path("nguoi/", include("ansinh.doors.web.people.urls")),
    path("don-vi/", include("ansinh.doors.web.offices.urls")),
    path("don-thu/", include("ansinh.doors.web.grievances.urls")),
    path("chi-tra/", include("ansinh.doors.web.money.urls")),
    path("nguon-du-lieu/", include("ansinh.doors.web.registers.urls")),
    path("he-thong/", include("ansinh.doors.web.systems.urls")),
    path("tin-gui-di/", include("ansinh.doors.web.notices.urls")),
    path("so-lieu/the-diem/", include("ansinh.doors.web.cards.urls")),
    path("ke-hoach/", include("ansinh.doors.web.plans.urls")),
    path("so-lieu/", include("ansinh.doors.web.figures.urls")),
    path("luu-giu/", include("ansinh.doors.web.retention.urls")),
    path("nhat-ky/", include("ansinh.doors.web.audit.urls")),
]
