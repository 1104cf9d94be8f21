"""The pages of letters in a real browser: narrow and wide, accessible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from ansinh.delivery.cases.models_letters import PostedLetter
from ansinh.delivery.cases.post_letters import hand_to_post, print_to_post
from ansinh.delivery.cases.returned_letters import note_return
from ansinh.delivery.offices.scope import acting
from delivery.cases.test_letters import told
from doors.web.test_officers_in_the_browser import Opened, here, looked_at, opened

if TYPE_CHECKING:
    from pathlib import Path

    from delivery.casework import Town

__all__ = ["here", "opened"]


def test_the_pages_of_letters_are_accessible_and_fit(here: Town, opened: Opened, screenshots: Path) -> None:
    told(here)
    with acting(here.lister):
        made = hand_to_post(print_to_post(by=here.lister, at=here.later(), most=3).pk, by=here.lister, at=here.later())
        back = PostedLetter.objects.filter(batch=made).order_by("counted")[0]
        note_return(back.pk, why="moved", by=here.lister, at=here.later())
    page = opened(here.lister)
    pages = {"letters-waiting": reverse("post_waiting"), "letters-batches": reverse("post_batches"), "letters-returned": reverse("post_letters"),
        "letters-one": reverse("post_letter", args=[back.pk])}  # fmt: skip
    assert [fault for name, address in pages.items() for fault in looked_at(page, address, name, screenshots)] == []
