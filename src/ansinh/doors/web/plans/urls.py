"""Addresses of plans: documents and progress for everybody, the rest for officers."""

from __future__ import annotations

from django.urls import path, re_path

from ansinh.doors.web.plans import aiming, answering, documents, lacking, ordering, province, seeing

urlpatterns = [
    path("", seeing.national, name="plans"),
    path("xuat.<str:kind>", seeing.export, name="plans_export"),
    path("thieu/", lacking.listed, name="plan_gaps"),
    path("thieu/xuat.<str:kind>", lacking.export, name="plan_gaps_export"),
    path("van-ban/<uuid:key>/tep/", documents.file, name="plan_file"),
    path("van-ban/<uuid:key>/thay/", documents.replace, name="plan_replace"),
    path("chi-tieu/<uuid:key>/", aiming.target, name="plan_target"),
    path("chi-dao/", ordering.listed, name="orders"),
    path("chi-dao/moi/", ordering.new, name="order_new"),
    path("chi-dao/<uuid:key>/", ordering.order, name="order"),
    path("chi-dao/<uuid:key>/xuat.<str:kind>", ordering.export, name="order_export"),
    path("tra-loi/<uuid:key>/", answering.answer, name="order_answer"),
    path("tra-loi/<uuid:key>/xem/", ordering.found, name="order_found"),
    path("tra-loi/<uuid:key>/chi-dao-tep/", answering.order_file, name="order_file"),
    path("tra-loi/<uuid:key>/tep/", answering.answer_file, name="order_answer_file"),
    re_path(r"^(?P<code>\d{2})/$", province.province, name="plans_province"),
    re_path(r"^(?P<code>\d{2})/van-ban/moi/$", documents.new, name="plan_new"),
    re_path(r"^(?P<code>\d{2})/chi-tieu/moi/$", aiming.new, name="plan_target_new"),
]
