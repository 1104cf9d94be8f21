"""Addresses of the figures: the country, its provinces and districts for everybody; communes, rows and late steps in scope."""

from __future__ import annotations

from django.urls import path, re_path

from ansinh.doors.web.figures import behind, exporting, late, measures, seeing

urlpatterns = [
    path("", seeing.figures, name="figures"),
    path("bien-phap/", measures.shown, name="measures"),
    path("bien-phap/xuat.<str:kind>", measures.export, name="measures_export"),
    path("bien-phap/ghi/", measures.enter, name="measure_new"),
    path("bien-phap/nhom/", measures.regroup, name="group_set"),
    path("qua-han/", late.overdue, name="figures_overdue"),
    path("qua-han/xuat.<str:kind>", late.export, name="figures_overdue_export"),
    path("hang/<str:measure>/", behind.rows, name="figures_rows"),
    path("xuat.<str:kind>", exporting.export, name="figures_export"),
    re_path(r"^(?P<province>\d{2})/$", seeing.figures, name="figures_province"),
    re_path(r"^(?P<province>\d{2})/(?P<district>\d{3})/$", seeing.figures, name="figures_district"),
    re_path(r"^(?P<province>\d{2})/(?P<district>\d{3})/(?P<commune>\d{5})/$", seeing.figures, name="figures_commune"),
]
