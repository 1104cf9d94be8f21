"""The rules of docs/house.md that no linter knows."""

from __future__ import annotations

import ast
import functools
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

PROJECT = Path(__file__).resolve().parents[2]
PACKAGE = PROJECT / "src" / "ansinh"
ROOMS = ("offices", "evidence", "notices", "registry", "cases", "intake", "systems", "payments", "grievances", "reports")
BANNED = {"core", "common", "utils", "util", "helpers", "helper", "services", "service", "misc", "lib"}
FILE_LINES, FUNCTION_LINES = 400, 50
OWN_FOLDERS = ("src", "tests", "bench", "frontend")


@functools.cache
def python_files() -> tuple[Path, ...]:
    return tuple(path for folder in OWN_FOLDERS for path in sorted((PROJECT / folder).rglob("*.py")) if "node_modules" not in path.parts)


def is_migration(path: Path) -> bool:
    return path.parent.name == "migrations"


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    texts = [*python_files(), *PACKAGE.rglob("templates/**/*.html")]
    long = {
        str(path.relative_to(PROJECT)): lines
        for path in texts
        if (lines := len(path.read_text().splitlines())) > FILE_LINES and not path.name.startswith("0001_")
    }
    assert not long


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {}
    for path in python_files():
        if is_migration(path):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno and node.end_lineno - node.lineno + 1 > FUNCTION_LINES:
                long[f"{path.relative_to(PROJECT)}:{node.lineno} {node.name}"] = node.end_lineno - node.lineno + 1
    assert not long


def test_no_room_and_no_module_has_a_name_that_says_nothing() -> None:
    vague = [str(path.relative_to(PROJECT)) for path in PACKAGE.rglob("*") if path.stem in BANNED and "static" not in path.parts]
    assert not vague


def test_every_module_says_in_a_docstring_what_it_is() -> None:
    silent = [
        str(path.relative_to(PROJECT))
        for path in python_files()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text())) and not (is_migration(path) and path.name.startswith("0001_"))
    ]
    assert not silent


def test_foreign_keys_point_downward() -> None:
    upward = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in ROOMS:
            continue
        for field in model._meta.get_fields():
            target = field.remote_field.model._meta.app_label if getattr(field, "remote_field", None) and field.concrete else room
            if target in ROOMS and ROOMS.index(target) > ROOMS.index(room):
                upward.append(f"{model.__name__}.{field.name} -> {target}")
    assert not upward


def test_rows_of_a_case_are_never_deleted_with_another_row() -> None:
    cascades = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.concrete_fields
        if field.remote_field and field.remote_field.on_delete.__name__ not in {"PROTECT", "RESTRICT", "DO_NOTHING"}
    ]
    assert not cascades


def test_money_is_stored_as_whole_dong_in_a_big_integer() -> None:
    odd = [
        f"{model.__name__}.{field.name}: {field.get_internal_type()}"
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        for field in model._meta.concrete_fields
        if field.name.endswith("_vnd") and field.get_internal_type() not in {"BigIntegerField", "PositiveBigIntegerField"}
    ]
    assert not odd


@pytest.mark.parametrize("room", ROOMS)
def test_migrations_of_a_room_are_one_line(room: str) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    own = [key for key in loader.disk_migrations if key[0] == room]
    earlier = [dependency for key in own for dependency in loader.disk_migrations[key].dependencies if dependency[0] == room]
    assert len(earlier) == len(set(earlier)), "two migrations follow the same one"
    assert len(own) - len(earlier) <= 1, "two migrations follow none"


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_nobody_reads_the_environment_but_the_one_place_that_lists_it() -> None:
    allowed = {PACKAGE / "config" / "environment.py"}
    reads = re.compile(r"os\.(environ\.get|environ\[[^\]]+\](?!\s*=)|getenv)")
    found = [str(path.relative_to(PROJECT)) for path in PACKAGE.rglob("*.py") if path not in allowed and reads.search(path.read_text())]
    assert found in ([], ["src/ansinh/config/health.py"]), "prometheus-client reads its own folder's variable; nobody else does"


def test_every_environment_variable_is_documented_as_it_is() -> None:
    from ansinh.config import environment

    assert environment.as_markdown() in (PROJECT / "docs" / "operations.md").read_text()


def test_no_todo_is_left_behind() -> None:
    marks = re.compile(r"\b(TODO|FIXME)\b")
    left = [str(path.relative_to(PROJECT)) for path in python_files() if path != Path(__file__) and marks.search(path.read_text())]
    assert not left


def test_every_room_of_the_house_stands_in_its_plan() -> None:
    plan = (PROJECT / "docs" / "house.md").read_text()
    rooms = [
        path.name
        for floor in ("policy", "papers", "delivery", "doors")
        for path in (PACKAGE / floor).iterdir()
        if path.is_dir() and (path / "__init__.py").exists()
    ]
    assert [room for room in rooms if f"{room}/" not in plan] == []
