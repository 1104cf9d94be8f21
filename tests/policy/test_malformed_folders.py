"""A programme's folder at fault: links that lead out, files nothing would read, cases that do not hold; each told in one line, exit 1."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from ansinh.doors.cli.law import law
from ansinh.policy.load import LawFault, load_from
from policy.smallest_programme import FILES, SOUND, folder_with

CASES = """\
policy: relief-01
cases:
  - id: long_enough
    text: {vi: "Đủ ngày.", en: "Long enough."}
    as_of: 2021-03-01
    facts: {asks: true, begins: 2021-02-01, days: 14}
    outcome: eligible
    amount: 1000000
"""


def with_cases(where: Path, text: str = CASES, name: str = "relief-01.yaml") -> Path:
    folder_with(where)
    (where / "cases").mkdir()
    (where / "cases" / name).write_text(text, encoding="utf-8")
    return where


def spoil_link(folder: Path) -> None:
    secret = folder.parent / "secret.yaml"
    secret.write_text(SOUND, encoding="utf-8")
    (folder / "relief-01.yaml").unlink()
    (folder / "relief-01.yaml").symlink_to(secret)


def spoil_loop(folder: Path) -> None:
    (folder / "facts.yaml").unlink()
    (folder / "facts.yaml").symlink_to("facts.yaml")


def spoil_device(folder: Path) -> None:
    (folder / "facts.yaml").unlink()
    (folder / "facts.yaml").symlink_to("/dev/zero")


def spoil_pipe(folder: Path) -> None:
    (folder / "facts.yaml").unlink()
    os.mkfifo(folder / "facts.yaml")


def spoil_folder(folder: Path) -> None:
    (folder / "facts.yaml").unlink()
    (folder / "facts.yaml").mkdir()


def spoil_bytes(folder: Path) -> None:
    (folder / "relief-01.yaml").write_bytes(SOUND.encode("utf-8").replace("Hỗ trợ một lần.".encode(), "Hỗ trợ".encode("utf-16")))


def spoil_forgotten(folder: Path) -> None:
    (folder / "relief-02.yaml").write_text(SOUND.replace("relief-01", "relief-02"), encoding="utf-8")


def spoil_ending(folder: Path) -> None:
    (folder / "relief-02.yml").write_text(SOUND, encoding="utf-8")


def spoil_province(folder: Path) -> None:
    (folder / "provinces").mkdir()
    (folder / "provinces" / "79.yaml").write_text('province: "79"\n', encoding="utf-8")


def spoil_bomb(folder: Path) -> None:
    levels = "".join(f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" for level in range(1, 9))
    (folder / "facts.yaml").write_text("a0: &a0 [x]\n" + levels, encoding="utf-8")


def spoil_head(folder: Path) -> None:
    (folder / "programme.yaml").unlink()


FOLDERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a link to a file outside": (spoil_link, "relief-01.yaml:1: leads out of the programme’s folder"),
    "a link to itself": (spoil_loop, "facts.yaml:1: leads out of the programme’s folder"),
    "a link to a device that never ends": (spoil_device, "facts.yaml:1: leads out of the programme’s folder"),
    "a pipe that nobody writes": (spoil_pipe, "facts.yaml:1: is no file"),
    "a folder in place of a file": (spoil_folder, "facts.yaml:1: is no file"),
    "bytes that are no UTF-8": (spoil_bytes, "relief-01.yaml:4: is not UTF-8 text"),
    "a policy that is named nowhere": (spoil_forgotten, "relief-02.yaml:1: stands in the folder"),
    "a file of another ending": (spoil_ending, "relief-02.yml:1: would not be read"),
    "a province where the law knows none": (spoil_province, "provinces/79.yaml:1: “79” is no province"),
    "a bomb of references": (spoil_bomb, "facts.yaml:2: references"),
    "no programme": (spoil_head, "programme.yaml:1: cannot be read"),
}


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_folder_at_fault_is_told_in_one_line_and_leaves_with_one(tmp_path: Path, kind: str) -> None:
    spoil, told = FOLDERS[kind]
    (folder := tmp_path / "relief").mkdir()
    spoil(folder_with(folder))
    with pytest.raises(LawFault):
        load_from(folder)
    done = CliRunner().invoke(law, ["check", str(folder)])
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {told}")
    assert len(done.output.splitlines()) == 1


@pytest.mark.parametrize(
    ("sound", "faulty", "told"),
    [
        (
            "days: 14",
            "days: 13",
            "cases/relief-01.yaml:3: long_enough: expected outcome eligible, amount 1000000, failed nothing; the law gives outcome ineligible",
        ),
        ("days: 14", "dayz: 14", "cases/relief-01.yaml:3: long_enough: dayz: is not in the programme's vocabulary"),
        ("days: 14", "days: -1", "cases/relief-01.yaml:3: long_enough: days: cannot be -1"),
        ("days: 14", "days: long", "cases/relief-01.yaml:3: long_enough: days: must be a whole number"),
        ("as_of: 2021-03-01", "as_of: 2021-01-15", "cases/relief-01.yaml:3: long_enough: begins: 2021-02-01 lies after"),
        (
            "begins: 2021-02-01, ",
            "",
            "cases/relief-01.yaml:3: long_enough: expected outcome eligible, amount 1000000, missing nothing; the law gives outcome undetermined",
        ),
        ("as_of: 2021-03-01", "as_of: March", "cases/relief-01.yaml:5: “as_of” is a text, not a day"),
        ("outcome: eligible", "outcome: granted", "cases/relief-01.yaml:7: “outcome” is eligible, ineligible or undetermined"),
        ("amount: 1000000", "amount: a million", "cases/relief-01.yaml:8: “amount” is a text, not a whole number or empty"),
        ("    amount: 1000000\n", "", "cases/relief-01.yaml:3: “amount” is missing"),
        ("    amount: 1000000\n", "    amount: 1000000\n    because: x\n", "cases/relief-01.yaml:9: “because” is not known here"),
        ("policy: relief-01", "policy: relief-02", "cases/relief-01.yaml:1: the cases of relief-01 speak of relief-02"),
        (CASES[CASES.index("  - id") :], CASES[CASES.index("  - id") :] * 2, "cases/relief-01.yaml:2: two cases have the same id"),
        ('en: "Long enough."', 'fr: "Assez."', "cases/relief-01.yaml:4: “fr” is not known here"),
    ],
)
def test_a_case_at_fault_is_told_with_its_file_and_line(tmp_path: Path, sound: str, faulty: str, told: str) -> None:
    (folder := tmp_path / "relief").mkdir()
    assert sound in CASES
    done = CliRunner().invoke(law, ["check", str(with_cases(folder, CASES.replace(sound, faulty, 1)))])
    assert done.exit_code == 1
    assert done.output.startswith(f"Error: {told}")
    assert len(done.output.splitlines()) == 1


def test_a_day_before_the_law_is_a_fault_of_the_case(tmp_path: Path) -> None:
    (folder := tmp_path / "relief").mkdir()
    early = CASES.replace("as_of: 2021-03-01", "as_of: 2020-12-31")
    done = CliRunner().invoke(law, ["check", str(with_cases(folder, early))])
    assert (done.exit_code, "was not in force" in done.output) == (1, True)


@pytest.mark.parametrize("name", ["relief-02.yaml", "relief-01.txt"])
def test_cases_that_belong_to_no_policy_are_refused(tmp_path: Path, name: str) -> None:
    (folder := tmp_path / "relief").mkdir()
    done = CliRunner().invoke(law, ["check", str(with_cases(folder, name=name))])
    assert done.exit_code == 1
    assert f"cases/{name}:1: belongs to no policy" in done.output


def test_sound_cases_hold_and_a_draft_is_explained_from_its_folder(tmp_path: Path) -> None:
    (folder := tmp_path / "relief").mkdir()
    with_cases(folder)
    checked = CliRunner().invoke(law, ["check", str(folder)])
    assert (checked.exit_code, "1 worked cases" in checked.output) == (0, True)
    facts = tmp_path / "facts.json"
    facts.write_text('{"asks": true, "begins": "2021-02-01", "days": 14}', encoding="utf-8")
    told = CliRunner().invoke(law, ["explain", str(folder), "--facts", str(facts), "--as-of", "2021-03-01", "--json"])
    assert told.exit_code == 0
    assert '"outcome": "eligible"' in told.output


def test_a_folder_reached_by_a_link_is_read_where_it_is(tmp_path: Path) -> None:
    (folder := tmp_path / "relief").mkdir()
    with_cases(folder)
    (tmp_path / "link").symlink_to(folder)
    assert CliRunner().invoke(law, ["check", str(tmp_path / "link")]).exit_code == 0


@pytest.mark.parametrize("name", ["storm", "a", "x2026"])
def test_a_programme_begun_by_command_is_sound_and_its_cases_hold(tmp_path: Path, name: str) -> None:
    begun = CliRunner().invoke(law, ["new", name, "--into", str(tmp_path)])
    assert begun.exit_code == 0
    checked = CliRunner().invoke(law, ["check", str(tmp_path / name)])
    assert checked.exit_code == 0
    assert "3 worked cases" in checked.output
    assert f"{name}-01" in checked.output


@pytest.mark.parametrize(("name", "code"), [("../storm", 2), ("Storm", 2), ("", 2), ("a" * 21, 2), ("a_b", 2), ("nq68", 1)])
def test_a_programme_is_not_begun_under_a_name_that_is_none_or_taken(tmp_path: Path, name: str, code: int) -> None:
    assert CliRunner().invoke(law, ["new", "--into", str(tmp_path), "--", name]).exit_code == code
    assert list(tmp_path.iterdir()) == []


def test_a_programme_is_not_begun_over_another(tmp_path: Path) -> None:
    assert CliRunner().invoke(law, ["new", "storm", "--into", str(tmp_path)]).exit_code == 0
    (tmp_path / "storm" / "facts.yaml").write_text("mine", encoding="utf-8")
    again = CliRunner().invoke(law, ["new", "storm", "--into", str(tmp_path)])
    assert (again.exit_code, "is there already" in again.output) == (1, True)
    assert (tmp_path / "storm" / "facts.yaml").read_text(encoding="utf-8") == "mine"


def test_a_copy_of_every_file_is_the_same_law(tmp_path: Path) -> None:
    (folder := tmp_path / "relief").mkdir()
    first = load_from(folder_with(folder)).law_version
    copied = Path(shutil.copytree(folder, tmp_path / "copy"))
    assert sorted(path.name for path in copied.iterdir()) == sorted(FILES)
    assert load_from(copied).law_version == first
