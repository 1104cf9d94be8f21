"""`ansinh law what-if` in the terminal and as JSON: the figures of both laws, plain words on what they are, faults with file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from ansinh.doors.cli.law import law
from ansinh.doors.cli.what_if_words import WORDS
from ansinh.policy.population.files import write_people
from policy.population.planned import drafted, people

LONGER = ("nq68-04.yaml", "when: leave_days >= 15", "when: leave_days >= 30")
ROWS = 4_000


def asked(draft: Path, *more: str | Path, rows: int = ROWS) -> Result:
    made = [] if "--people" in more else ["--count", str(rows), "--seed", "3"]
    return CliRunner().invoke(law, ["what-if", "nq68", "--draft", str(draft), "--as-of", "2021-11-20", *made, *map(str, more)])


def document(done: Result) -> dict[str, Any]:
    assert done.exit_code == 0, done.output
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_the_document_holds_each_policy_province_and_group_before_and_after(tmp_path: Path) -> None:
    told = document(asked(drafted(tmp_path, LONGER), "--json"))
    assert (told["programme"], told["as_of"], told["rows"], told["scale"]) == ("nq68", "2021-11-20", ROWS, 1.0)
    assert told["law_version"]["in_force"] != told["law_version"]["draft"]
    leave = next(one for one in told["policies"] if one["policy"] == "nq68-04")
    assert leave["people"]["after"] < leave["people"]["before"]
    assert leave["people"]["difference"] == leave["people"]["after"] - leave["people"]["before"]
    assert leave["cost"]["difference"] < 0
    assert leave["losers"] == sum(part["losers"] for part in leave["by_province"]) == sum(part["losers"] for part in leave["by_group"]) > 0
    assert 1 <= len(told["total"]["examples"]["losers"]) <= 3
    assert all(one["after"] < one["before"] for one in told["total"]["examples"]["losers"])


def test_the_page_shows_the_figures_of_the_document_in_both_languages(tmp_path: Path) -> None:
    draft = drafted(tmp_path, LONGER)
    told = document(asked(draft, "--json"))
    cost = told["total"]["cost"]
    pages = {language: asked(draft, "--language", language).output for language in WORDS}
    assert f"{cost['before']:,}" in pages["en"]
    assert f"{cost['difference']:+,}" in pages["en"]
    assert f"{cost['before']:,}".replace(",", ".") in pages["vi"]
    for page, words in (
        (pages["vi"], ("Hồ Chí Minh", "Lao động tự do", "không suy rộng", "Không cộng vào chi")),
        (pages["en"], ("Informal workers", "not extrapolated", "Not added")),
    ):
        assert all(word in page for word in words)
        assert max(map(len, page.splitlines())) <= 160
        assert told["total"]["examples"]["losers"][0]["id"] in page


def test_both_languages_have_the_same_words() -> None:
    assert WORDS["vi"].keys() == WORDS["en"].keys()


def test_one_policy_may_be_looked_at_alone(tmp_path: Path) -> None:
    draft = drafted(tmp_path, LONGER)
    told, whole = document(asked(draft, "--json", "--policy", "nq68-04")), document(asked(draft, "--json"))
    assert [one["policy"] for one in told["policies"]] == ["nq68-04"]
    assert told["policies"][0] == next(one for one in whole["policies"] if one["policy"] == "nq68-04")
    page = asked(draft, "--policy", "nq68-04", "--language", "en").output
    assert "nq68-12" not in page
    assert "No cash" not in page


def test_a_scale_is_said_plainly_and_multiplies_every_figure(tmp_path: Path) -> None:
    draft = drafted(tmp_path, LONGER)
    one, ten = document(asked(draft, "--json")), document(asked(draft, "--json", "--scale", "10"))
    assert ten["stands_for"] == 10 * ROWS
    assert ten["total"]["cost"]["before"] == 10 * one["total"]["cost"]["before"]
    assert ten["total"]["losers"] == 10 * one["total"]["losers"]
    country = document(asked(draft, "--json", "--scale", "country"))
    assert country["stands_for"] == 99_200_000
    page = asked(draft, "--scale", "country", "--language", "en").output
    assert "Each stands for 24,800, together for 99,200,000. All figures below are extrapolated from the sample" in page
    assert "Mỗi dòng thay cho 2,5, cả thảy 10.000." in asked(draft, "--scale", "2.5").output


def test_people_and_groups_may_come_from_files(tmp_path: Path) -> None:
    draft, facts, groups = drafted(tmp_path, LONGER), tmp_path / "people.csv", tmp_path / "groups.csv"
    write_people(people(ROWS, 3), facts, groups=groups)
    told = document(asked(draft, "--json", "--people", facts, "--groups", groups))
    made = document(asked(draft, "--json"))
    assert (told.pop("population")["file"], made.pop("population")["seed"]) == ("people.csv", 3)
    assert told == made
    assert "(not told)" in asked(draft, "--people", facts, "--language", "en").output


def test_a_fact_that_only_one_law_uses_is_named(tmp_path: Path) -> None:
    new = 'flood_days: {kind: int, question: {vi: "Ngập bao nhiêu ngày?", en: "Days of flood?"}, label: {vi: "số ngày ngập", en: "days of flood"}}\nrequests_support: {'
    draft = drafted(
        tmp_path,
        ("facts.yaml", "requests_support: {", new),
        ("nq68-10.yaml", "when: business_stop_days >= 15", "when: business_stop_days >= 15 or flood_days >= 40"),
    )
    told = document(asked(draft, "--json"))
    assert told["facts"] == {"only_in_force": [], "only_draft": ["flood_days"]}
    assert next(one for one in told["policies"] if one["policy"] == "nq68-10")["winners"] > 0
    page = asked(draft, "--language", "en").output
    assert "Only the draft uses: flood_days." in page
    assert "drawn by plain chance and tell nothing of true numbers: flood_days." in page


def test_a_draft_at_fault_is_named_with_file_line_and_reason(tmp_path: Path) -> None:
    draft = drafted(tmp_path, ("nq68-04.yaml", "when: leave_days >= 15", "when: leaf_days >= 15"))
    done = asked(draft)
    assert done.exit_code == 1
    line = (draft / "nq68-04.yaml").read_text(encoding="utf-8").splitlines().index("    when: leaf_days >= 15") + 1
    assert f"nq68-04.yaml:{line}: " in done.output
    assert "leaf_days" in done.output


def test_a_population_file_of_the_draft_at_fault_is_named_too(tmp_path: Path) -> None:
    done = asked(drafted(tmp_path, ("population/people.yaml", "chance: 0.97}\n\n", "chance: 97}\n\n")))
    assert done.exit_code == 1
    assert "people.yaml:" in done.output
    assert "between 0 and 1" in done.output


def test_a_fact_of_another_type_is_refused_in_words(tmp_path: Path) -> None:
    draft = drafted(
        tmp_path,
        ("facts.yaml", "residence_registered: {kind: bool", "residence_registered: {kind: date"),
        ("nq68-12.yaml", "residence_registered or not", "surely(residence_registered >= window_start) or not"),
    )
    done = asked(draft)
    assert done.exit_code == 1
    assert "“residence_registered” is bool in nq68 as in force and date in the draft" in done.output


def test_a_draft_of_another_programme_or_day_is_refused(tmp_path: Path) -> None:
    other = drafted(tmp_path, ("programme.yaml", "id: nq68\n", "id: nq69\n"))
    assert "this is a draft of nq69, not of nq68" in asked(other).output
    early = CliRunner().invoke(law, ["what-if", "nq68", "--draft", str(other), "--as-of", "2020-01-01", "--count", "10"])
    assert early.exit_code == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--policy", "nq68-99"], "nor the draft has a policy nq68-99"),
        (["--scale", "0"], "above 0"),
        (["--scale", "many"], "above 0"),
        (["--groups", "{file}"], "belongs to --people"),
        (["--people", "{file}", "--seed", "1"], "either --people"),
    ],
)
def test_wrong_usage_leaves_with_two(tmp_path: Path, words: list[str], reason: str) -> None:
    draft, file = drafted(tmp_path), tmp_path / "file.csv"
    file.write_text("id\n", encoding="utf-8")
    done = asked(draft, *[word.format(file=file) for word in words], rows=20)
    assert done.exit_code == 2, done.output
    assert reason in done.output


def test_a_programme_may_be_a_folder_and_needs_no_population_file(tmp_path: Path) -> None:
    flood = Path(__file__).parents[2] / "policy" / "programmes" / "flood"
    done = CliRunner().invoke(law, ["what-if", str(flood), "--draft", str(flood), "--as-of", "2026-11-01", "--count", "500", "--json"])
    told = document(done)
    assert told["population"]["plain"]
    assert told["total"]["cost"]["difference"] == 0
    refused = CliRunner().invoke(law, ["what-if", str(flood), "--draft", str(flood), "--as-of", "2026-11-01", "--count", "5", "--scale", "country"])
    assert refused.exit_code == 1
    assert "give --scale as a number" in refused.output
