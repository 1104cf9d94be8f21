"""The page of registers: who reaches it, a version sent and loaded, counts beside the last, the answer where it asks; and the same from the terminal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.registry.models_registers import RegisterSnapshot
from ansinh.delivery.registry.registers.load import load
from ansinh.doors.cli.main import main
from ansinh.doors.web.registers.urls import urlpatterns
from delivery.casework import town
from delivery.registry.test_registers import analyst, sent, si_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client

    from ansinh.delivery.offices.models import Officer

pytestmark = pytest.mark.django_db


def test_only_analysts_and_administrators_reach_the_pages_and_another_province_sees_no_version(signed_in: Callable[[Officer], Client]) -> None:
    here, far = town(), town("26734", "760", "79")
    row = sent(here, si_lines(3))
    keys = {"key": row.pk, "register": "si_register"}
    addresses = [reverse(str(one.name), kwargs={name: keys[name] for name in one.pattern.converters}) for one in urlpatterns]
    assert {signed_in(here.lister).get(address).status_code for address in addresses} == {403}
    elsewhere = signed_in(analyst(far))
    for address in addresses:
        answer = elsewhere.get(address)
        assert answer.status_code == (404 if str(row.pk) in address else 200)
        assert "BHXH tỉnh, công văn 12" not in answer.content.decode()
    assert all("BHXH tỉnh, công văn 12" in signed_in(analyst(here)).get(reverse(name)).content.decode() for name in ["registers"])


def test_a_version_is_sent_loaded_asks_and_is_answered_on_the_page(signed_in: Callable[[Officer], Client]) -> None:
    here = town()
    sent(here, si_lines(100))
    client = signed_in(analyst(here))
    told = {"register": "si_register", "source": "BHXH tỉnh, công văn 15", "dated": "3/8/2021", "file": SimpleUploadedFile("si.csv", si_lines(40).encode())}
    answer = client.post(reverse("register_send"), told)
    assert answer.status_code == 302
    with acting(NATION):
        row = RegisterSnapshot.objects.get(state="loading")
    assert "Đang nạp dữ liệu" in client.get(answer.url).content.decode()
    load(row.pk, by=analyst(here), at=here.later())
    page = client.get(answer.url).content.decode()
    assert "chênh quá 20 %" in page
    assert "-60,0 %" in page
    assert client.get(reverse("register_progress", args=[row.pk])).headers["HX-Refresh"] == "true"
    assert client.post(answer.url, {"use": "yes", "because": "."}).status_code == 422
    assert client.post(answer.url, {"use": "no", "because": "Tệp thiếu một huyện"}).status_code == 302
    with acting(NATION):
        assert sorted(RegisterSnapshot.objects.values_list("state", "entries")) == [("current", 100), ("refused", 40)]
    assert "Tệp thiếu một huyện" in client.get(answer.url).content.decode()


def test_a_file_without_its_columns_is_refused_on_the_form(signed_in: Callable[[Officer], Client]) -> None:
    told = {"register": "health_list", "source": "Sở Y tế", "dated": "3/8/2021", "file": SimpleUploadedFile("f0.csv", b"Ho ten\nA\n")}
    answer = signed_in(analyst(town())).post(reverse("register_send"), told)
    assert answer.status_code == 422
    assert "id_number" in answer.content.decode()


def test_the_terminal_loads_a_register_and_names_faulty_lines(tmp_path: Path) -> None:
    here = town()
    file = tmp_path / "si.csv"
    file.write_text(si_lines(99) + "\n123,B,,,,", encoding="utf-8")
    told = ["registers", "load", "si_register", str(file), "--source", "BHXH tỉnh", "--date", "2021-08-01", "--by", analyst(here).username, "--json"]
    done = CliRunner().invoke(main, told)
    assert done.exit_code == 0, done.output
    assert '"state": "current"' in done.stdout
    assert "101 Số CCCD: id_unusable" in done.stderr
    again = CliRunner().invoke(main, told)
    assert again.exit_code == 1
    assert "đã được nạp" in again.output
    with acting(NATION):
        assert RegisterSnapshot.objects.get().dated == date(2021, 8, 1)
