"""A system is let in, told at an address and shut out from the terminal; secrets are shown once and refusals are in words."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from ansinh.delivery.offices.models import Role
from ansinh.delivery.offices.scope import NATION, acting
from ansinh.delivery.systems.clients import hashed
from ansinh.delivery.systems.models import ApiClient
from ansinh.delivery.systems.models_exchange import Subscription
from ansinh.doors.cli.main import main
from delivery.casework import officer, town
from delivery.systems.connecting import administrator

pytestmark = pytest.mark.django_db


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["api", *words])


def test_a_system_comes_is_told_and_goes() -> None:
    here = town()
    by = administrator(here).username
    let_in = ["client", "new", "cong-tinh", "--name", "Cổng tỉnh", "--contact", "Trực 24/7", "--owner", by, "--by", by, "--scope", "dossiers:write", "--json"]
    told = json.loads(run(*let_in).output)
    kept = ApiClient.objects.get()
    assert (told["client_id"], told["scopes"], told["office"], told["proves_by"]) == (
        "cong-tinh",
        ["dossiers:write"],
        kept.office.name,
        ["client_secret_basic"],
    )
    assert kept.secret_sha256 == hashed(told["client_secret"])
    again = run(*let_in)
    assert again.exit_code == 1
    assert "Chọn tên khác" in again.output
    assert run(*let_in[:-1], "--place", "999").exit_code == 2
    assert run("client", "new", "x").exit_code == 2
    stranger = run(*[here.lister.username if word == by else word for word in let_in])
    assert stranger.exit_code == 1
    refused = run("webhook", "new", "cong-tinh", "http://portal.example/", "--event", "filing.state", "--by", by)
    assert (refused.exit_code, "https://" in refused.output) == (1, True)
    made = run("webhook", "new", "cong-tinh", "https://portal.example/", "--event", "filing.state", "--by", by)
    secret = made.output.partition("secret: ")[2].strip()
    assert secret.startswith("whsec_")
    assert secret in run("webhook", "list", "--secrets").output
    assert secret not in run("webhook", "list").output
    assert run("webhook", "end", "cong-tinh", "https://portal.example/", "--by", by).exit_code == 0
    with acting(NATION):
        assert Subscription.objects.get().ended_by is not None
    other = officer("chief.30", here.offices["province"], Role.CHIEF).username
    assert run("client", "owner", "cong-tinh", "--to", other, "--by", by).exit_code == 0
    assert ApiClient.objects.get().owner.username == other
    assert run("client", "owner", "cong-tinh", "--to", here.lister.username, "--by", by).exit_code == 1
    assert run("client", "revoke", "cong-tinh", "--because", "Khóa bị lộ ngày 6/8", "--by", by).exit_code == 0
    assert "Khóa bị lộ" in run("client", "list").output
    assert json.loads(run("client", "list", "--json").output)[0]["revoked_because"] == "Khóa bị lộ ngày 6/8"
