"""Addresses of scorecards: one's own first, then lists, single cards, the rows behind a figure, who stands out."""

from __future__ import annotations

from django.urls import path, re_path

from ansinh.doors.web.cards import behind, listing, seeing

CARD = r"(?P<level>can-bo|co-quan|xa|huyen|tinh)/(?P<unit>[0-9a-f-]{2,36})/"
urlpatterns = [
    path("", seeing.own, name="cards"),
    path("noi-bat/", listing.standing_out, name="cards_standing"),
    path("xuat.<str:kind>", listing.export, name="cards_export"),
    re_path(r"^(?P<level>can-bo|co-quan|xa|huyen|tinh)/$", listing.listing, name="cards_list"),
    re_path(rf"^{CARD}$", seeing.card, name="card"),
    re_path(rf"^{CARD}viec/(?P<measure>[a-z_]+)/$", behind.rows, name="card_rows"),
]
