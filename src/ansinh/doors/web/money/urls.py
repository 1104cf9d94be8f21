"""Addresses of money, below /chi-tra/."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.money import recovering, refunding, views

urlpatterns = [
    path("", views.payments, name="payments"),
    path("xuat.<str:kind>", views.export, name="payments_export"),
    path("sao-ke/", views.send_statement, name="send_statement"),
    path("sao-ke/<uuid:key>/", views.statement, name="statement"),
    path("sua/<uuid:key>/", views.repair, name="repair"),
    path("thu-hoi/<uuid:key>/", recovering.recovery, name="recovery"),
    path("tra-lai/<uuid:key>/", refunding.refund, name="refund"),
    path("tep/<uuid:key>/tra-loi-thu/", views.sandbox_answer, name="sandbox_answer"),
    path("tep/<uuid:key>/<slug:part>/", views.file, name="payment_file"),
    path("<uuid:key>/", views.decision, name="payment"),
    path("<uuid:key>/lenh/", views.draw, name="payment_draw"),
    path("<uuid:key>/lap-tep/", views.make, name="payment_make"),
]
