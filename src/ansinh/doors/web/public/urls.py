"""Addresses for everybody, without sign-in."""

from __future__ import annotations

import importlib

from django.http import HttpResponse
from django.urls import path

from ansinh.doors.web.public import home, may_i, policies

try:
    where = importlib.import_module("ansinh.doors.web.public.where").where
except ImportError:
    where = lambda request, **given: HttpResponse("in work", status=503)

urlpatterns = [
    path("", home.home, name="home"),
    path("kiem-tra/", may_i.start, name="may_i"),
    path("kiem-tra/xoa/", may_i.forget, name="may_i_forget"),
    path("kiem-tra/ket-qua/", may_i.result, name="may_i_result"),
    path("kiem-tra/cau-hoi/<slug:fact>/", may_i.question, name="may_i_question"),
    path("tra-cuu/", where, name="where"),
    path("tra-cuu/<str:code>/", where, name="where_code"),
    path("luat/", policies.policies, name="policies"),
    path("luat/<slug:policy>/", policies.policy, name="policy"),
]
