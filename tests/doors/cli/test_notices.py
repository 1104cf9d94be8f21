"""The sandbox is opened by a command, and the file it writes is one that can be checked and sent by."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from click.testing import CliRunner

from ansinh.delivery.notices.gateways import Outcome, Outgoing
from ansinh.delivery.notices.providers import load
from ansinh.doors.cli.notices import notices

if TYPE_CHECKING:
    from pathlib import Path


def test_the_sandbox_opens_every_provider_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    command = [sys.executable, "-m", "ansinh.doors.cli", "notices", "sandbox", "--settings", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - ourselves
        assert process.stdout is not None
        assert process.stdout.readline().strip() == f"NOTICE_PROVIDERS={file}"
        assert file.stat().st_mode & 0o777 == 0o600
        said = CliRunner().invoke(notices, ["check", str(file)])
        assert said.exit_code == 0
        assert said.output.count("sandbox-") == 4
        for named in load(file).providers:
            provider = named.open()
            address = "hoa@example.vn" if named.kind == "smtp" else "0912345678"
            [answer] = provider.send([Outgoing("key", address, "Hoa", "Bà Hoa được hỗ trợ.")])
            provider.close()
            assert answer.outcome is Outcome.TAKEN, named.name
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert not file.exists()


def test_a_file_that_cannot_be_used_is_named_with_its_fault(tmp_path: Path) -> None:
    file = tmp_path / "providers.toml"
    file.write_text('[[provider]]\nname = "a"\nkind = "pigeon"\n')
    said = CliRunner().invoke(notices, ["check", str(file)])
    assert said.exit_code == 1
    assert "provider 1: kind must be one of" in said.output
