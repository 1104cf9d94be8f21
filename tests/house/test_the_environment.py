"""Settings come from the environment, are refused in words when unusable, and are safe where nobody set them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from django.conf import settings

from ansinh.config import environment
from ansinh.config.secret_key import secret_key


def test_an_empty_variable_is_as_good_as_an_absent_one() -> None:
    assert environment.PORT.value({}) == environment.PORT.value({"PORT": " "}) == 8000
    assert environment.PORT.value({"PORT": "9000"}) == 9000


@pytest.mark.parametrize(("variable", "text"), [(environment.PORT, "acht"), (environment.DEBUG, "perhaps")])
def test_an_unusable_value_is_refused_with_the_name_and_what_is_accepted(variable: environment.Variable, text: str) -> None:
    with pytest.raises(environment.EnvironmentFault, match=f"{variable.name}='{text}': write"):
        variable.value({variable.name: text})


def test_names_are_unique_and_each_has_a_meaning() -> None:
    names = [variable.name for variable in environment.VARIABLES]
    assert len(names) == len(set(names))
    assert all(variable.meaning for variable in environment.VARIABLES)


def test_debugging_and_demonstration_are_off_where_nobody_set_them() -> None:
    assert not environment.DEBUG.value({})
    assert not environment.DEMO.value({})
    assert settings.DEBUG is False


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = secret_key(tmp_path)
    assert secret_key(tmp_path) == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_no_secret_is_in_the_repository() -> None:
    ignored = (environment.PROJECT / ".gitignore").read_text().splitlines()
    assert "/var/" in ignored
