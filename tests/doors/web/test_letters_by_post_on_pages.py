"""The pages of letters: found, printed, handed over, noted when they come back, settled by who holds them; nobody else's place is seen."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING

import openpyxl
import pytest
from django.urls import reverse

from ansinh.delivery.cases.models_letters import LetterBatch, PostedLetter
from ansinh.delivery.notices import kinds
from ansinh.delivery.notices.models import Notice
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.doors.web.letters import words
from delivery.cases.test_letters import told
from delivery.casework import town

if TYPE_CHECKING:
    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db
SignIn = Callable[["Officer"], "Client"]


def test_a_letter_from_waiting_to_settled_on_the_pages_alone(signed_in: SignIn) -> None:
    here = town()
    told(here)
    client = signed_in(here.lister)
    page = client.get(reverse("post_waiting")).content.decode()
    with acting(NATION):
        names = list(Notice.objects.filter(channel="letter").values_list("name", flat=True))
    assert all(name in page for name in names)
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(reverse("post_waiting_export")).content)).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == names
    assert client.get(reverse("post_print")).status_code == 405
    assert client.post(reverse("post_print"), {"q": "", "loai": ""}).status_code == 302
    assert client.post(reverse("post_print"), {"q": "", "loai": ""}).status_code == 302
    with acting(NATION):
        batch = LetterBatch.objects.get()
        letter = PostedLetter.objects.order_by("counted")[0]
    assert client.get(reverse("post_file", args=[batch.pk])).content.startswith(b"%PDF")
    assert "chưa giao bưu điện" in client.get(reverse("post_letter", args=[letter.pk])).content.decode()
    client.post(reverse("post_hand", args=[batch.pk]))
    assert client.post(reverse("post_letter", args=[letter.pk]), {}).status_code == 422
    client.post(reverse("post_letter", args=[letter.pk]), {"why": "moved"})
    assert letter.number in client.get(reverse("post_letters")).content.decode()
    assert "1 thư ông/bà phải tìm cách khác" in client.get(reverse("desk")).content.decode()
    short = client.post(reverse("post_letter", args=[letter.pk]), {"how": "again", "note": "Trưởng thôn chỉ", "address": "x"})
    assert "địa chỉ khác" in short.content.decode()
    client.post(reverse("post_letter", args=[letter.pk]), {"how": "by_hand", "note": "Trưởng thôn đã báo tận nhà"})
    assert letter.number not in client.get(reverse("post_letters")).content.decode()
    assert "phải tìm cách khác" not in client.get(reverse("desk")).content.decode()
    assert letter.number in client.get(reverse("post_letters"), {"xem": "settled", "q": str(letter.counted)}).content.decode()
    assert client.get(reverse("post_letters_export"), {"xem": "tat-ca"}).status_code == 200


def test_another_commune_finds_nothing_and_who_posts_nothing_is_told_whose_work_it_is(signed_in: SignIn) -> None:
    here, there = town(), town("10633")
    told(here)
    mine, theirs, chair = signed_in(here.lister), signed_in(there.lister), signed_in(here.chair)
    mine.post(reverse("post_print"), {"q": "", "loai": ""})
    with acting(NATION):
        batch, letter = LetterBatch.objects.get(), PostedLetter.objects.select_related("notice").order_by("counted")[0]
    for name, key in (("post_file", batch.pk), ("post_letter", letter.pk)):
        assert theirs.get(reverse(name, args=[key])).status_code == 404
    assert theirs.post(reverse("post_hand", args=[batch.pk])).status_code == 404
    assert letter.notice.name not in theirs.get(reverse("post_letters"), {"xem": "tat-ca"}).content.decode()
    for name in ("post_waiting", "post_batches", "post_letters", "post_waiting_export", "post_letters_export"):
        assert chair.get(reverse(name)).status_code == 403


def test_every_kind_that_goes_on_paper_has_its_words_and_can_be_sought() -> None:
    assert {name for name, kind in kinds.KINDS.items() if kind.on_paper} == set(words.KINDS)
