"""Addresses for everybody, without sign-in."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.public import home, may_i, verify, where

urlpatterns = [
    path("", home.home, name="home"),
    path("kiem-tra/", may_i.start, name="may_i"),
    path("kiem-tra/xoa/", may_i.forget, name="may_i_forget"),
    path("kiem-tra/ket-qua/", may_i.result, name="may_i_result"),
    path("kiem-tra/cau-hoi/<slug:fact>/", may_i.question, name="may_i_question"),
    path("tra-cuu/", where.where, name="where"),
    path("tra-cuu/<str:code>/", where.where, name="where_code"),
    path("xac-minh/<str:code>", verify.verify, name="verify"),
]
