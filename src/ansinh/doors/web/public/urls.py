"""Addresses for everybody, without sign-in."""

from __future__ import annotations

import importlib

from django.http import HttpResponse
from django.urls import path

from ansinh.doors.web.public import home


def _view(module, name):
    try:
        return getattr(importlib.import_module(f"ansinh.doors.web.public.{module}"), name)
    except ImportError:
        return lambda request, **given: HttpResponse("in work", status=503)


urlpatterns = [
    path("", home.home, name="home"),
    path("kiem-tra/", _view("may_i", "start"), name="may_i"),
    path("kiem-tra/xoa/", _view("may_i", "forget"), name="may_i_forget"),
    path("kiem-tra/ket-qua/", _view("may_i", "result"), name="may_i_result"),
    path("kiem-tra/cau-hoi/<slug:fact>/", _view("may_i", "question"), name="may_i_question"),
    path("tra-cuu/", _view("where", "where"), name="where"),
    path("tra-cuu/<str:code>/", _view("where", "where"), name="where_code"),
    path("luat/", _view("policies", "policies"), name="policies"),
    path("luat/<slug:policy>/", _view("policies", "policy"), name="policy"),
]
