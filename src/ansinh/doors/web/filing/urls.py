"""Addresses of filing on the web, without sign-in."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.filing import asking, ending, paper, papers

urlpatterns = [
    path("", asking.start, name="file"),
    path("tiep/", asking.resume, name="file_resume"),
    path("luu/", asking.save, name="file_save"),
    path("roi/", asking.leave, name="file_leave"),
    path("buoc/<slug:slug>/", asking.step, name="file_step"),
    path("cau-hoi/<slug:fact>/", asking.question, name="file_question"),
    path("giay-to-kem/", papers.papers, name="file_papers"),
    path("giay-to-kem/<uuid:paper>/bo/", papers.leave_out, name="file_paper_out"),
    path("kiem-tra/", ending.check, name="file_check"),
    path("xong/", ending.done, name="file_done"),
    path("giay-tiep-nhan.pdf", ending.receipt, name="file_receipt"),
    path("mau/<slug:policy>.pdf", paper.paper_form, name="paper_form"),
    path("<slug:policy>/", asking.policy, name="file_policy"),
]
