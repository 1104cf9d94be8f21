"""Addresses of letters that go by post."""

from __future__ import annotations

from django.urls import path

from ansinh.doors.web.letters import printing, returning

urlpatterns = [
    path("", printing.waiting, name="post_waiting"),
    path("tai-ve/", printing.export, name="post_waiting_export"),
    path("in/", printing.print_batch, name="post_print"),
    path("lo/", printing.batches, name="post_batches"),
    path("lo/<uuid:batch>/", printing.file, name="post_file"),
    path("lo/<uuid:batch>/giao/", printing.hand, name="post_hand"),
    path("da-gui/", returning.letters, name="post_letters"),
    path("da-gui/tai-ve/", returning.export, name="post_letters_export"),
    path("da-gui/<uuid:letter>/", returning.letter, name="post_letter"),
]
