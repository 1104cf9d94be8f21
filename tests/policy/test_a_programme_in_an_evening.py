"""From a decree on the desk to a programme, and an amendment at five in the afternoon: data alone, checked, explained, nothing overwritten."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from ansinh.doors.cli.law import law
from ansinh.policy.cases import all_cases, difference
from ansinh.policy.determine import determine
from ansinh.policy.explanations import LANGUAGES, explained, in_words
from ansinh.policy.load import load_from
from ansinh.policy.questions import next_question
from policy.test_explanations import every_text, faults

HERE = Path(__file__).parent / "programmes"
DECREE, AMENDMENT = HERE / "flood", HERE / "flood_amendment"
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "law-authoring.md"
BEFORE, AFTER = date(2026, 10, 15), date(2026, 10, 16)
HOUSE = {"requests_support": True, "main_home": True, "damaged_on": date(2026, 10, 5), "damage_percent": 20, "children_under_6": 2}


@pytest.fixture
def amended(tmp_path: Path) -> Path:
    """Give the programme with the files of the amendment in the place of the earlier ones."""
    return Path(shutil.copytree(AMENDMENT, shutil.copytree(DECREE, tmp_path / "flood"), dirs_exist_ok=True))


def test_the_programme_is_data_alone() -> None:
    assert {path.suffix for folder in (DECREE, AMENDMENT) for path in folder.rglob("*") if path.is_file()} == {".yaml", ".md"}


def test_the_decree_written_down_is_sound_and_its_cases_hold() -> None:
    done = CliRunner().invoke(law, ["check", str(DECREE)])
    assert done.exit_code == 0
    assert done.output.startswith("flood: 3 policies, 10 facts, 12 worked cases")


def test_the_amendment_is_sound_and_is_another_version_of_the_law(amended: Path) -> None:
    done = CliRunner().invoke(law, ["check", str(amended)])
    assert done.exit_code == 0
    assert "17 worked cases" in done.output
    assert load_from(amended).law_version != load_from(DECREE).law_version
    assert [version.starts for version in load_from(amended).policy("flood-01").versions] == [date(2026, 10, 1), AFTER]


def test_every_case_of_the_decree_holds_after_the_amendment_too(amended: Path) -> None:
    cases = all_cases(load_from(DECREE), DECREE)
    assert cases
    assert [told for case in cases if (told := difference(case, load_from(amended)))] == []


def test_the_same_house_is_refused_before_and_helped_after(amended: Path) -> None:
    programme = load_from(amended)
    before, after = (determine(HOUSE, programme, as_of=day, policies=["flood-01"]).policies[0] for day in (BEFORE, AFTER))
    assert in_words(before, "en", programme=programme, as_of=BEFORE) == [
        "Not granted. This would have to be true.",
        "At least 30 % of the house is damaged. Under NĐ 1/2026, Đ.2.",
        "If you disagree, complain to the commune or to the Fatherland Front.",
    ]
    told = in_words(after, "vi", programme=programme, as_of=AFTER)
    assert told[0] == "Được hỗ trợ 8.000.000 đồng."
    assert "Hỗ trợ thêm cho mỗi trẻ dưới 6 tuổi: 2.000.000 đồng. Theo NĐ 2/2026, Đ.1." in told


def test_a_draft_is_asked_from_its_folder_by_command(amended: Path, tmp_path: Path) -> None:
    facts = tmp_path / "house.json"
    facts.write_text('{"requests_support": true, "main_home": true, "damaged_on": "2026-10-05", "damage_percent": 20, "children_under_6": 2}', encoding="utf-8")
    amounts = {}
    for day in (BEFORE, AFTER):
        done = CliRunner().invoke(law, ["explain", str(amended), "--facts", str(facts), "--as-of", day.isoformat(), "--policy", "flood-01", "--json"])
        assert done.exit_code == 0
        amounts[day] = re.search(r'"amount": (\d+)', done.output).group(1)  # type: ignore[union-attr] # it is there or the test fails
    assert amounts == {BEFORE: "0", AFTER: "8000000"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_texts_and_explanations_are_short_and_plain(amended: Path, language: str) -> None:
    programme = load_from(amended)
    cases = all_cases(programme, amended)
    said = [
        one.text
        for case in cases
        for one in explained(determine(case.facts, programme, as_of=case.as_of).by_policy[case.policy], language, programme=programme)
    ]
    assert not [fault for text in (*said, *(text[language] for text in every_text(programme))) for fault in faults(text, language)]


def test_what_the_commune_has_recorded_is_not_asked_of_people(amended: Path) -> None:
    programme, told, asked = load_from(amended), {}, []
    while (question := next_question(told, programme, as_of=AFTER, policies=["flood-01"], vouched=list(programme.registers))) is not None:
        asked.append(question.id)
        told[question.id] = True
    assert asked == ["requests_support"]


def test_an_amendment_that_forgets_to_end_the_earlier_wording_is_told_by_file_and_line(amended: Path) -> None:
    policy = amended / "flood-01.yaml"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace("- from: 2026-10-16\n        text", "- from: 2026-10-01\n        text"), encoding="utf-8")
    done = CliRunner().invoke(law, ["check", str(amended)])
    assert done.exit_code == 1
    assert "flood-01.yaml:" in done.output
    assert "overlaps" in done.output


def test_what_the_guide_shows_of_the_example_stands_in_its_files(amended: Path) -> None:
    shown = re.findall(r"```yaml\n# (\S+\.yaml)(, amended)?\n(.*?)```", GUIDE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(shown) >= 6
    for file, after, block in shown:
        held = "".join((amended if after else DECREE).joinpath(file).read_text(encoding="utf-8").split())
        assert "".join(block.split()) in held, file
