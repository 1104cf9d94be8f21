"""Addresses of an office's own page."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.offices import accounts, answering, mandates, reopening, roles, signing, transferring

urlpatterns = [
    path("", answering.office, name="office"),
    path("vang-mat/", answering.absence, name="absence_new"),
    path("vang-mat/<uuid:absence>/ket-thuc/", answering.end, name="absence_end"),
    path("vang-mat/<uuid:absence>/bien-ban.pdf", answering.minutes, name="minutes"),
    path("can-bo/mo/", accounts.new, name="account_new"),
    path("can-bo/<uuid:officer>/mat-khau/", accounts.password, name="account_password"),
    path("can-bo/<uuid:officer>/dieu-dong/", transferring.move, name="account_transfer"),
    path("can-bo/<uuid:officer>/dong/", accounts.close, name="account_close"),
    path("can-bo/<uuid:officer>/xac-thuc/", accounts.second_factor, name="account_factor"),
    path("can-bo/<uuid:officer>/mo-lai/", reopening.reopen, name="account_reopen"),
    path("can-bo/da-dong/", reopening.closed, name="accounts_closed"),
    path("can-bo/da-dong/xuat.csv", reopening.export, name="accounts_closed_export"),
    path("nhiem-vu/", roles.listed, name="roles"),
    path("nhiem-vu/xuat.csv", roles.export, name="roles_export"),
    path("nhiem-vu/con-thieu/", roles.lacking, name="roles_lacking"),
    path("nhiem-vu/con-thieu/con-thieu.csv", roles.lacking_export, name="roles_lacking_export"),
    path("nhiem-vu/giao/", roles.new, name="role_new"),
    path("nhiem-vu/<uuid:assignment>/thoi/", roles.end, name="role_end"),
    path("tu-hoan-thanh/", mandates.listed, name="mandates"),
    path("tu-hoan-thanh/giao/", mandates.new, name="mandate_new"),
    path("tu-hoan-thanh/<uuid:mandate>/thoi/", mandates.end, name="mandate_end"),
    path("tu-hoan-thanh/<uuid:completion>/kiem-tra/", mandates.found, name="completion_found"),
    path("muc-ky/", signing.listed, name="signing"),
    path("muc-ky/xuat.csv", signing.export, name="signing_export"),
    path("muc-ky/dat/", signing.new, name="limit_new"),
    path("muc-ky/<uuid:limit>/thoi/", signing.end, name="limit_end"),
]
