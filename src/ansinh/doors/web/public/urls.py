"""Addresses for everybody, without sign-in."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.public import appealing, complaining, home, may_i, own_data, posted, signed, verify, where

urlpatterns = [
    path("", home.home, name="home"),
    path("kiem-tra/", may_i.start, name="may_i"),
    path("kiem-tra/xoa/", may_i.forget, name="may_i_forget"),
    path("kiem-tra/ket-qua/", may_i.result, name="may_i_result"),
    path("kiem-tra/cau-hoi/<slug:fact>/", may_i.question, name="may_i_question"),
    path("tra-cuu/", where.where, name="where"),
    path("tra-cuu/giay-to/", where.paper, name="where_paper"),
    path("tra-cuu/rut/", where.withdraw_filing, name="filing_withdraw"),
    path("tra-cuu/du-lieu/", own_data.take, name="own_data"),
    path("tra-cuu/<str:code>/", where.where, name="where_code"),
    path("khieu-nai/", complaining.complain, name="complain"),
    path("khieu-nai/gui/", complaining.complain_new, name="complain_new"),
    path("khieu-nai/tra-cuu/", complaining.complaint, name="complaint"),
    path("khieu-nai/tiep/", appealing.go_on, name="complaint_appeal"),
    path("khieu-nai/rut/", complaining.complaint_withdraw, name="complaint_withdraw"),
    path("niem-yet/", posted.lists, name="posted_lists"),
    path("niem-yet/<slug:commune>/", posted.of_commune, name="posted_of_commune"),
    path("niem-yet/<slug:commune>/<uuid:dossier>/", posted.posted_list, name="posted_list"),
    path("niem-yet/<slug:commune>/<uuid:dossier>/y-kien/", posted.objection, name="objection"),
    path("xac-minh/", signed.verify_file, name="verify_file"),
    path("xac-minh/<str:code>", verify.verify, name="verify"),
]
