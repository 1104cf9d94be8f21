"""Addresses of people: searched for, looked at, linked, put right."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.people import changing, finding, seeing

urlpatterns = [
    path("tim/", finding.people, name="people"),
    path("<uuid:person>/", seeing.person, name="person"),
    path("<uuid:person>/mo/", seeing.open_person, name="person_open"),
    path("<uuid:person>/sua/", changing.correct, name="person_correct"),
    path("<uuid:person>/them-so/", changing.add_number, name="person_number"),
    path("<uuid:person>/them-so/<uuid:identifier>/thoi/", changing.end_number, name="person_number_end"),
    path("<uuid:person>/noi/", changing.link_number, name="person_link"),
    path("<uuid:person>/noi/<uuid:link>/huy/", changing.undo, name="person_link_undo"),
]
