"""A malformed programme gives one clear error with file, line and reason, and runs no code."""

from __future__ import annotations

import contextlib
import random
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from ansinh.doors.cli.law import law
from ansinh.policy.load import PROGRAMMES, LawFault, load_from, load_programme
from policy.smallest_programme import FACTS, FILES, HEAD, SOUND, folder_with

POLICY, PROGRAMME, VOCABULARY = FILES

DOUBLING = "".join(f"  x{n}: x{n - 1} + x{n - 1}\n" for n in range(1, 60))
NESTING = "".join(f"  x{n}: not x{n - 1}\n" for n in range(1, 200))
PAY_BY_ZONE = 'kind: money, by: zone, text: {vi: "Mức", en: "Amount"}, cite: "QĐ 1", verified: true, values: [{from: 2021-01-01, value: {z: 1}}]}\n'
ODD = [
    "null",
    "[]",
    "{}",
    "[1]",
    "1",
    "-1",
    "1.5",
    "true",
    "x",
    "2021-13-45",
    "2021-01-01",
    "2021-01-01 10:00:00",
    "''",
    "{vi: 1}",
    "[[]]",
    "[{}]",
    "é",
    "0x10",
    "1e9",
    ".inf",
]
"""Values of every kind that YAML knows."""

FAULTS = [
    ("a fact with a slip of the pen", POLICY, "when: asks and in_time", "when: ask and in_time", "“ask” is no fact"),
    ("a rule that is no rule", POLICY, "days >= 14", "days >=", "no rule"),
    ("a rule of the wrong type", POLICY, "days >= 14", "days + 14", "bool is needed"),
    ("a division", POLICY, "amount: pay", "amount: pay / 2", "BinOp"),
    ("a power", POLICY, "amount: pay", "amount: 9**9**9", "BinOp"),
    ("a call of Python", POLICY, "when: asks and in_time", "when: __import__('os').system('touch /tmp/ansinh-ran')", "no function"),
    ("an attribute", POLICY, "when: asks and in_time", "when: asks.__class__", "Attribute"),
    ("a lambda", POLICY, "when: asks and in_time", 'when: "(lambda: asks)()"', "no function"),
    ("days compared with a date", POLICY, "begins >= first_day", "begins >= 14", "do not go together"),
    ("a definition that refers to itself", POLICY, "in_time: begins >= first_day", "in_time: in_time and asks", "“in_time” is no fact"),
    ("a definition that hides a fact", POLICY, "  in_time: begins", "  days: begins", "already a fact"),
    ("a huge rule", POLICY, "when: asks and in_time", "when: asks" + " and asks" * 500, "longer than"),
    ("a deep rule", POLICY, "when: asks and in_time", "when: " + "not " * 60 + "asks", "nested deeper"),
    ("a missing citation", POLICY, "    cite: QĐ 1, Đ.3\n", "", "“cite” is missing"),
    ("an empty citation", POLICY, "    cite: QĐ 1, Đ.3\n", '    cite: " "\n', "“cite” is empty"),
    ("a missing mark of verification", POLICY, "    verified: false\n", "", "“verified” is missing"),
    ("an unverified figure without a note", POLICY, "    note: the amount must be confirmed\n", "", "must be confirmed"),
    ("a text in one language only", POLICY, 'text: {vi: "Một lần", en: "Once"}', 'text: {vi: "Một lần"}', "“en” is missing"),
    ("an unknown key", POLICY, "    base: true", "    bass: true", "“bass” is not known"),
    ("a key that stands twice", POLICY, "    base: true", "    base: true\n    base: false", "stands here twice"),
    ("versions that overlap", POLICY, "from: 2021-01-01, when", "from: 2021-01-01, until: 2021-07-01, when", "overlaps"),
    ("versions out of order", POLICY, "from: 2021-06-01, when", "from: 2020-06-01, when", "overlaps"),
    ("two conditions with one id", POLICY, "- id: long", "- id: wants", "stands twice"),
    ("an id that is none", POLICY, "- id: long", "- id: ../long", "is no id"),
    ("no conditions", POLICY, SOUND[SOUND.index("conditions:") : SOUND.index("components:")], "conditions: []\n", "no conditions"),
    ("an unknown exclusive group", POLICY, "groups: [one]", "groups: [two]", "no exclusive group"),
    ("an unknown office", POLICY, "office: people_committee", "office: palace", "“palace” is not known"),
    ("a step without days", POLICY, "working_days: 2", "working_days: 0", "1 to 60"),
    ("an approval by nobody", POLICY, "working_days: 2", "working_days: 2, by_itself: {vouched: [days], sampled: 5}", "confirm or appraise"),
    ("a step by itself that nothing vouches for", POLICY, "action: approve, working_days: 2", "action: confirm, working_days: 2, by_itself: {vouched: [days], sampled: 5}", "register vouches"),
    ("a step by itself that says nothing", POLICY, "action: approve, working_days: 2", "action: confirm, working_days: 2, by_itself: {vouched: [], sampled: 5}", "names the facts"),
    ("a step by itself that nobody looks at", POLICY, "action: approve, working_days: 2", "action: confirm, working_days: 2, by_itself: {vouched: [days], sampled: 0}", "vouches"),
    ("a step of a year", POLICY, "working_days: 2", "working_days: 365", "1 to 60"),
    ("another policy's file", POLICY, "id: relief-01", "id: relief-02", "speaks of"),
    ("a reference, as YAML bombs use", POLICY, 'name: {vi: "Hỗ trợ", en: "Support"}', 'name: &n {vi: "Hỗ trợ", en: "Support"}\nagain: *n', "references"),
    ("a tag that makes an object", POLICY, 'number: "01"', "number: !!python/object/apply:os.system ['touch /tmp/ansinh-ran']", "tag"),
    ("a merge key", POLICY, "    base: true", "    <<: {base: true}", "without references or merges"),
    ("a broken indent", POLICY, "    base: true", "   base: true", "well-formed"),
    ("a tab", POLICY, "    base: true", "\tbase: true", "well-formed"),
    ("a list where a mapping belongs", POLICY, SOUND, "- 1\n", "mapping"),
    ("a code the fact never holds", POLICY, "when: asks and in_time", "when: zone == 'b'", "is never “b”"),
    ("a list with such a code", POLICY, "when: asks and in_time", "when: zone in ('a', 'bb')", "is never “bb”"),
    ("definitions that double each other", POLICY, "  in_time: begins >= first_day", "  x0: days\n" + DOUBLING + "  in_time: asks", "written out"),
    ("definitions that nest without end", POLICY, "  in_time: begins >= first_day", "  x0: asks\n" + NESTING + "  in_time: asks", "deep"),
    ("a parameter for a code that is none", PROGRAMME, HEAD[HEAD.index("kind: money") :], PAY_BY_ZONE, "is never “z”"),
    ("a path for a policy", PROGRAMME, "[relief-01]", "[../../etc/passwd]", "no policy's name"),
    ("a policy without a file", PROGRAMME, "[relief-01]", "[relief-01, relief-02]", "cannot be read"),
    ("a parameter of no type", PROGRAMME, "kind: money", "kind: gold", "is no type"),
    ("a parameter without a day", PROGRAMME, "{from: 2021-01-01, value: 1000000}", "{value: 1000000}", "“from” is missing"),
    ("a parameter in words", PROGRAMME, "value: 1000000", "value: a million", "“value” is a text"),
    ("a parameter by a fact that is no code", PROGRAMME, "kind: money,", "kind: money, by: days,", "no fact that holds a code"),
    ("a start that is no day", PROGRAMME, "starts: 2021-01-01", "starts: soon", "“starts” is a text"),
    ("a fact of no type", VOCABULARY, "kind: int", "kind: number", "is no type"),
    ("a fact without a question", VOCABULARY, ', question: {vi: "Bao nhiêu ngày?", en: "How many days?"}', "", "“question” is missing"),
    ("a fact with a name that is none", VOCABULARY, "days: {", "Days!: {", "must be a word"),
    ("a definition that refers to the next", POLICY, "  in_time: begins >= first_day", "  x: y and asks\n  y: x or asks\n  in_time: asks", "“y” is no fact"),
    ("an integer division", POLICY, "amount: pay", "amount: pay // 2", "no division"),
    ("an import", POLICY, "when: asks and in_time", "when: import os", "no rule"),
    ("a statement", POLICY, "when: asks and in_time", 'when: "asks; days"', "no rule"),
    ("a comprehension", POLICY, "when: asks and in_time", 'when: "[asks for asks in days]"', "ListComp"),
    ("a text in a format", POLICY, "when: asks and in_time", "when: f'{asks}'", "JoinedStr"),
    ("an index", POLICY, "when: asks and in_time", "when: days[0] > 1", "Subscript"),
    ("an assignment in passing", POLICY, "when: asks and in_time", 'when: "(x := asks)"', "NamedExpr"),
    ("a fraction", POLICY, "amount: pay", "amount: 0.5", "“amount” is a fraction"),
    ("a fraction in a rule", POLICY, "amount: pay", "amount: share(pay, 0.5)", "float is not part"),
    ("an amount in yes or no", POLICY, "amount: pay", "amount: asks", "money is needed"),
    ("an amount that is a number too large", POLICY, "amount: pay", 'amount: "10000000000000000000"', "too large"),
    ("a sum of dates", POLICY, "days >= 14", "begins + begins == begins", "no meaning"),
    ("a chain of comparisons", POLICY, "days >= 14", "1 <= days <= 14", "two values at a time"),
    ("an order of codes", POLICY, "days >= 14", "zone > 'a'", "no order"),
    ("a day that is none in a rule", POLICY, "days >= 14", "begins >= date('2021-02-30')", "is no date"),
    ("a condition that says the same of everybody", POLICY, "when: days >= 14", "when: 1 < 2", "rests on no fact"),
    ("a condition without a rule", POLICY, "    when: asks and in_time\n", "", "“when” is missing"),
    ("a rule that is a list", POLICY, "when: asks and in_time", "when: [asks]", "“when” is a list"),
    ("versions with a gap", POLICY, "from: 2021-01-01, when", "from: 2021-01-01, until: 2021-05-01, when", "there is a gap"),
    ("a version without a day", POLICY, "{from: 2021-06-01, when: days >= 7}", "{when: days >= 7}", "“from” is missing"),
    ("a version whose day is words", POLICY, "from: 2021-06-01, when", "from: June, when", "“from” is a text"),
    ("a version that ends before it begins", POLICY, "from: 2021-06-01, when", "from: 2021-06-01, until: 2021-06-01, when", "ends before it begins"),
    ("versions that are no list", POLICY, SOUND[SOUND.index("    versions:") : SOUND.index("components:")], "    versions: {when: days >= 14}\n", "“versions” is a mapping"),
    ("no components", POLICY, SOUND[SOUND.index("components:") : SOUND.index("procedures:")], "components: []\n", "no components"),
    ("a third language", POLICY, 'text: {vi: "Một lần", en: "Once"}', 'text: {vi: "Một lần", en: "Once", fr: "Une fois"}', "“fr” is not known"),
    ("a wrong language", POLICY, 'text: {vi: "Một lần", en: "Once"}', 'text: {vn: "Một lần", en: "Once"}', "“vn” is not known"),
    ("an empty text", POLICY, 'text: {vi: "Một lần", en: "Once"}', 'text: {vi: " ", en: "Once"}', "“vi” is empty"),
    ("a text that is a number", POLICY, 'text: {vi: "Một lần", en: "Once"}', "text: {vi: 1, en: 2}", "“vi” is a whole number"),
    ("a mark of verification in words", POLICY, "    verified: false", "    verified: perhaps", "“verified” is a text"),
    ("a payment of an unknown kind", POLICY, "pays: cash", "pays: gold", "cash or relief"),
    ("a number that is no text", POLICY, 'number: "01"', "number: 1", "“number” is a whole number"),
    ("a key of the policy that is not known", POLICY, "pays: cash", "pays: cash\npaid: cash", "“paid” is not known"),
    ("negative working days", POLICY, "working_days: 2", "working_days: -2", "1 to 60"),
    ("working days in words", POLICY, "working_days: 2", "working_days: two", "“working_days” is a text"),
    ("an unknown level", POLICY, "level: commune", "level: moon", "“moon” is not known"),
    ("an unknown role", POLICY, "role: approver", "role: king", "“king” is not known"),
    ("an unknown act", POLICY, "action: approve", "action: bless", "“bless” is not known"),
    ("a step whose id is none", POLICY, "{id: approve,", "{id: Approve!,", "is no id"),
    ("no steps", POLICY, SOUND[SOUND.index("    steps:") :], "    steps: []\n", "a procedure has steps"),
    ("no procedure", POLICY, SOUND[SOUND.index("procedures:") :], "procedures: []\n", "has a procedure"),
    ("a procedure that begins too late", POLICY, "  - filed_by:", "  - from: 2021-06-01\n    filed_by:", "has a procedure from 2021-01-01"),
    ("a last filing day before the first", POLICY, "    steps:", "    last_filing_on: 2020-12-31\n    steps:", "last filing day lies before"),
    ("a procedure without its article", POLICY, "    cite: QĐ 1, Đ.4\n", '    cite: ""\n', "“cite” is empty"),
    ("an office without a name", POLICY, 'filed_at: {vi: "Ủy ban nhân dân cấp xã", en: "The commune"}', "filed_at: commune", "“filed_at” is a text"),
    ("a policy that stands twice", PROGRAMME, "[relief-01]", "[relief-01, relief-01]", "each named once"),
    ("no policy", PROGRAMME, "[relief-01]", "[]", "each named once"),
    ("a programme's id that is none", PROGRAMME, "id: relief\n", "id: Relief 2021\n", "no programme's id"),
    ("a date that does not exist", PROGRAMME, "starts: 2021-01-01", "starts: 2021-02-30", "day is out of range"),
    ("a figure that has no value on the first day", PROGRAMME, "{from: 2021-01-01, value: 1000000}", "{from: 2021-02-01, value: 1000000}", "no value for 2021-01-01"),
    ("figures out of order", PROGRAMME, "[{from: 2021-01-01, value: 1000000}]", "[{from: 2021-01-01, value: 1}, {from: 2020-01-01, value: 2}]", "order of their days"),
    ("a figure as large as no law has", PROGRAMME, "value: 1000000", "value: 99999999999999999999", "larger than any figure"),
    ("a figure below its own least", PROGRAMME, "kind: money,", "kind: money, least: 2000000,", "less than 2000000"),
    ("a figure named as a fact", PROGRAMME, "  pay: {", "  days: {", "already a fact"),
    ("a figure without its article", PROGRAMME, 'text: {vi: "Mức", en: "Amount"}, cite: "QĐ 1"', 'text: {vi: "Mức", en: "Amount"}', "“cite” is missing"),
    ("a list of codes of no fact", PROGRAMME, "kind: money,", "kind: codes, of: days,", "no fact that holds a code"),
    ("a register without its name", PROGRAMME, "groups:\n", 'registers: {roll: {vi: "Sổ"}}\ngroups:\n', "“en” is missing"),
    ("a register that is not named", VOCABULARY, "asks: {kind: bool,", "asks: {kind: bool, vouched_by: [roll],", "no register of the programme"),
    ("registers that are no list", VOCABULARY, "asks: {kind: bool,", "asks: {kind: bool, vouched_by: roll,", "“vouched_by” is a text"),
    ("a paper in one language", VOCABULARY, "asks: {kind: bool,", 'asks: {kind: bool, paper: {vi: "Giấy"},', "“en” is missing"),
    ("a paper that is no text", VOCABULARY, "asks: {kind: bool,", "asks: {kind: bool, paper: true,", "“paper” is true or false"),
    ("choices of a number", VOCABULARY, "days: {kind: int,", 'days: {kind: int, choices: {a: {vi: "A", en: "A"}},', "for a fact that holds a code"),
    ("codes beside choices", VOCABULARY, "zone: {kind: code,", "zone: {kind: code, codes: [a],", "one of them"),
    ("a code that is none", VOCABULARY, "choices: {a:", 'choices: {"a b":', "is no code"),
    ("a code twice", VOCABULARY, 'choices: {a: {vi: "A", en: "A"}}', "codes: [a, a]", "stands twice"),
    ("codes that are numbers", VOCABULARY, 'choices: {a: {vi: "A", en: "A"}}', "codes: [01, 02]", "put numbers in quotes"),
    ("a month of a number", VOCABULARY, "days: {kind: int,", "days: {kind: int, whole_month: true,", "is for dates"),
    ("a fact that is a word", VOCABULARY, FACTS[FACTS.index("days: {") : FACTS.index("begins: {")], "days: int\n", "with its definition"),
    ("a fact that stands twice", VOCABULARY, "begins: {", "days: {", "stands here twice"),
    ("a name that YAML reads as no", VOCABULARY, "zone: {", "no: {", "names are words"),
]  # fmt: skip


def test_the_small_sound_programme_is_read(tmp_path: Path) -> None:
    assert [policy.id for policy in load_from(folder_with(tmp_path)).policies] == ["relief-01"]


@pytest.mark.parametrize(("file", "sound", "faulty", "reason"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_named_with_file_line_and_reason_and_nothing_runs(tmp_path: Path, file: str, sound: str, faulty: str, reason: str) -> None:
    assert FILES[file].count(sound) == 1
    folder_with(tmp_path, **{file: FILES[file].replace(sound, faulty)})
    with pytest.raises(LawFault) as fault:
        load_from(tmp_path)
    assert reason in str(fault.value)
    assert fault.value.file.endswith(".yaml")
    assert 1 <= fault.value.line <= len((tmp_path / file).read_text(encoding="utf-8").splitlines()) + 1
    assert not Path("/tmp/ansinh-ran").exists()  # noqa: S108 - what the planted code would leave


def test_the_line_is_that_of_the_fault(tmp_path: Path) -> None:
    folder_with(tmp_path, **{POLICY: SOUND.replace("when: asks and in_time", "when: ask and in_time")})
    with pytest.raises(LawFault) as fault:
        load_from(tmp_path)
    line = next(number for number, text in enumerate(SOUND.splitlines(), 1) if "when: asks" in text)
    assert (fault.value.file, fault.value.line) == (POLICY, line)
    assert "column 1" in fault.value.reason


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"\x00", b"- 2021-13-45\n", b"", b"[" * 5_000, b"a: {" * 3_000, b"--- 1\n--- 2\n", b"? [a]\n: b\n", "id: \u0007".encode()]
)
def test_a_file_that_is_no_text_or_no_mapping_is_refused(tmp_path: Path, content: bytes) -> None:
    (folder_with(tmp_path) / POLICY).write_bytes(content)
    with pytest.raises(LawFault):
        load_from(tmp_path)


def test_a_file_larger_than_any_policy_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(LawFault, match="larger than"):
        load_from(folder_with(tmp_path, **{POLICY: SOUND + "#" * 300_000}))


@pytest.mark.parametrize("name", ["nq99", "../nq68", "nq68/..", "", "NQ68", "a" * 100])
def test_a_programme_that_is_not_there_is_refused_by_name(name: str) -> None:
    with pytest.raises(LawFault, match="no such programme"):
        load_programme(name)


def test_the_content_hash_changes_with_any_letter_of_the_law(tmp_path: Path) -> None:
    first = load_from(folder_with(tmp_path)).law_version
    assert load_from(folder_with(tmp_path)).law_version == first
    assert load_from(folder_with(tmp_path, **{POLICY: SOUND.replace("Đề nghị", "Yêu cầu")})).law_version != first


def test_the_check_says_file_and_line_and_leaves_with_one(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROGRAMMES / "nq68", tmp_path / "nq68"))
    text = (folder / "nq68-12.yaml").read_text(encoding="utf-8")
    (folder / "nq68-12.yaml").write_text(text.replace("when: informal_worker", "when: informal_wrker"), encoding="utf-8")
    done = CliRunner().invoke(law, ["check", str(folder)])
    assert done.exit_code == 1
    assert "nq68-12.yaml:" in done.output
    assert "informal_wrker" in done.output
    assert CliRunner().invoke(law, ["check"]).exit_code == 0


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_changed_at_random_is_read_or_refused_and_never_breaks(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - faults, not secrets
    for _change in range(60):
        file = dice.choice(list(FILES))
        lines = FILES[file].splitlines()
        at = dice.randrange(len(lines))
        key, colon, _value = lines[at].partition(": ")
        change = dice.randrange(4)
        if change == 0:
            del lines[at]
        elif change == 1:
            lines.insert(at, dice.choice(lines))
        elif colon and change == 2:
            lines[at] = f"{key}: {dice.choice(ODD)}"
        else:
            words = re.findall(r"[\w-]+", lines[at]) or [" "]
            lines[at] = lines[at].replace(dice.choice(words), dice.choice(ODD), 1)
        folder_with(tmp_path, **{file: "\n".join(lines) + "\n"})
        with contextlib.suppress(LawFault):
            load_from(tmp_path)
