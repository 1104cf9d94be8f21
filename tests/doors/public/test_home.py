"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_first_page_offers_three_tasks_in_vietnamese(client: Client) -> None:
    page = client.get("/").content.decode()
    assert 'lang="vi"' in page
    assert page.count('class="ansinh-task"') == 3
