"""`ansinh law new`: the files of a programme to begin with, well formed, each line saying what belongs there."""

from __future__ import annotations

import re
from pathlib import Path

import click

from ansinh.policy.load import NAME, programme_names

PROGRAMME = """\
# The programme: name, first day, exclusive groups, registers, order of the policies, and every figure of the law.
id: {name}
name: {{vi: "Tên chương trình", en: "Name of the programme"}}
starts: 2026-01-01        # the day the decree takes effect
groups:                   # of the policies of one group a person draws one; write {{}} if there is none
  one_support: {{vi: "Mỗi người nhận một khoản", en: "A person draws one of them"}}
registers:                # who can tell a fact instead of the person; write {{}} if there is none
  population: {{vi: "Cơ sở dữ liệu quốc gia về dân cư", en: "National population database"}}
policies: [{name}-01]     # one file each, in the order of the decree
parameters:               # rules name a figure, never the number itself
  first_day:
    kind: date
    text: {{vi: "Ngày đầu xảy ra thiệt hại", en: "First day of the damage"}}
    cite: Nghị định …, Điều …
    verified: false       # true once the gazette lies before you
    note: {{vi: "phải điền điều khoản", en: "the article must be filled in"}}
    values: [{{from: 2026-01-01, value: 2026-01-01}}]   # a later figure is one more line here; nothing is overwritten
  pay:
    kind: money
    text: {{vi: "Mức hỗ trợ", en: "Amount"}}
    cite: Nghị định …, Điều …
    verified: false
    note: {{vi: "phải điền mức và điều khoản", en: "amount and article must be filled in"}}
    values: [{{from: 2026-01-01, value: 1000000}}]
"""

FACTS = """\
# The facts the rules rest on: bool, int, money, date or code, each with a question that a person can answer without a lawyer.
requests_support: {{kind: bool, question: {{vi: "Ông/bà có muốn nhận hỗ trợ không?", en: "Do you want to receive the support?"}}}}
date_of_birth:
  kind: date
  question: {{vi: "Ông/bà sinh ngày nào?", en: "When were you born?"}}
  vouched_by: [population]   # never asked of the person where this register is at hand
damaged_on:
  kind: date
  question: {{vi: "Thiệt hại xảy ra ngày nào?", en: "On which day did the damage happen?"}}
  paper: {{vi: "Biên bản xác nhận thiệt hại", en: "The record of the damage"}}   # only where the decree asks for one
"""

POLICY = """\
# One policy: who gets it, how much, and how. Read it beside the decree, article by article.
id: {name}-01
number: "01"
name: {{vi: "Tên chính sách", en: "Name of the policy"}}
summary: {{vi: "Một câu cho người dân.", en: "One sentence for people."}}
pays: cash                # cash, or relief for what is no cash
groups: [one_support]
cite: Nghị định …, Điều …
conditions:               # one sentence of the decree is one condition, worded as what must be true
  - id: requests_support
    text: {{vi: "Người được hỗ trợ đề nghị hoặc đồng ý nhận", en: "The person asks for or accepts the support"}}
    cite: Nghị định …, Điều …
    verified: false
    note: {{vi: "phải điền điều khoản", en: "the article must be filled in"}}
    when: requests_support
  - id: adult
    text: {{vi: "Từ đủ 18 tuổi vào ngày bị thiệt hại", en: "At least 18 years old on the day of the damage"}}
    cite: Nghị định …, Điều …
    verified: false
    note: {{vi: "phải điền điều khoản", en: "the article must be filled in"}}
    when: age(date_of_birth, damaged_on) >= 18
  - id: in_time
    text: {{vi: "Thiệt hại xảy ra từ ngày bắt đầu", en: "The damage happened on or after the first day"}}
    cite: Nghị định …, Điều …
    verified: false
    note: {{vi: "phải điền điều khoản", en: "the article must be filled in"}}
    when: damaged_on >= first_day
most: {{amount: pay, cite: "Nghị định …, Điều …"}}   # the most anybody draws; `ansinh law prove` holds the policy to it
components:               # the parts of the benefit; `base` must be known before anything is settled
  - id: base
    text: {{vi: "Hỗ trợ một lần", en: "One-off payment"}}
    cite: Nghị định …, Điều …
    verified: false
    note: {{vi: "phải điền điều khoản", en: "the article must be filled in"}}
    base: true
    amount: pay
procedures:
  - filed_by: {{vi: "Người bị thiệt hại", en: "The person"}}
    filers: [person]        # who may file it on the web: person, business, facility, employer; leave out where no dossier is needed
    filed_at: {{vi: "Ủy ban nhân dân cấp xã", en: "The commune"}}
    cite: Nghị định …, Điều …
    verified: false
    note: {{vi: "phải điền thời hạn", en: "limits must be filled in"}}
    steps:
      - id: list
        name: {{vi: "Ủy ban nhân dân cấp xã lập danh sách", en: "The commune makes the list"}}
        office: people_committee
        level: commune
        role: lister
        action: list
        working_days: 3
        cite: Nghị định …, Điều …
        verified: false
      - id: approve
        name: {{vi: "Chủ tịch Ủy ban nhân dân cấp tỉnh phê duyệt", en: "The chair of the province approves"}}
        office: people_committee
        level: province
        role: approver
        action: approve
        working_days: 2
        cite: Nghị định …, Điều …
        verified: false
"""

CASES = """\
# Worked cases: a small person, a day, what the policy must give. One at each edge: the last day and the day after, a fact unknown.
policy: {name}-01
cases:
  - id: first_day
    text: {{vi: "Bị thiệt hại đúng ngày đầu.", en: "Damaged on the very first day."}}
    as_of: 2026-02-01
    facts: {{requests_support: true, date_of_birth: 1990-05-01, damaged_on: 2026-01-01}}
    outcome: eligible
    amount: 1000000
  - id: day_before
    text: {{vi: "Bị thiệt hại trước đó một ngày.", en: "Damaged one day earlier."}}
    as_of: 2026-02-01
    facts: {{requests_support: true, date_of_birth: 1990-05-01, damaged_on: 2025-12-31}}
    outcome: ineligible
    amount: 0
    failed: [in_time]
  - id: day_unknown
    text: {{vi: "Chưa biết ngày bị thiệt hại.", en: "The day of the damage is not known."}}
    as_of: 2026-02-01
    facts: {{requests_support: true, date_of_birth: 1990-05-01}}
    outcome: undetermined
    amount: null
    missing: [damaged_on]
"""
FILES = {"programme.yaml": PROGRAMME, "facts.yaml": FACTS, "{name}-01.yaml": POLICY, "cases/{name}-01.yaml": CASES}
WRITTEN = re.compile(r"[a-z][a-z0-9]{0,19}")


@click.command()
@click.argument("name")
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="the folder in which the programme's folder is made; here by default"
)
def new(name: str, into: Path) -> None:
    """Write the files of a programme NAME to begin with: well formed, commented, with worked cases that hold."""
    if not WRITTEN.fullmatch(name) or not NAME.fullmatch(name):
        raise click.UsageError(f"“{name}” is no programme's name: a small letter, then small letters and digits, at most 20")
    folder = into / name
    if folder.exists() or name in programme_names():
        raise click.ClickException(f"{folder}: a programme of this name is there already; choose another name or folder")
    try:
        (folder / "cases").mkdir(parents=True)
        for file, text in FILES.items():
            (folder / file.format(name=name)).write_text(text.format(name=name), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{folder}: cannot be written: {error.strerror}") from error
    click.echo(f"{folder}: {len(FILES)} files. Write the decree into them, then run: ansinh law check {folder}")
