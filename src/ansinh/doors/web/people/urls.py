"""Addresses of people: searched for, looked at, linked, put right, compared in pairs."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.people import changing, finding, pairing, seeing

urlpatterns = [
    path("tim/", finding.people, name="people"),
    path("trung/", pairing.pairs, name="pairs"),
    path("trung/<uuid:pair>/", pairing.pair, name="pair"),
    path("trung/lo/<uuid:sweep>/", pairing.stopped, name="sweep"),
    path("<uuid:person>/", seeing.person, name="person"),
    path("<uuid:person>/mo/", seeing.open_person, name="person_open"),
    path("<uuid:person>/sua/", changing.correct, name="person_correct"),
    path("<uuid:person>/them-so/", changing.add_number, name="person_number"),
    path("<uuid:person>/them-so/<uuid:identifier>/thoi/", changing.end_number, name="person_number_end"),
    path("<uuid:person>/noi-o/", changing.add_residence, name="person_residence"),
    path("<uuid:person>/noi/", changing.link_number, name="person_link"),
    path("<uuid:person>/noi/<uuid:link>/huy/", changing.undo, name="person_link_undo"),
]
