"""A signed paper proves who signed it and that nothing changed since; whatever is not so is told apart."""

from __future__ import annotations

import io
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.sign.signers import Signer

from ansinh.papers.letters.decision import Decision, decision_pdf
from ansinh.papers.letters.parts import Agency, Person, Signature
from ansinh.papers.signatures.apart import finished
from ansinh.papers.signatures.check import Roots, Verdict, check
from ansinh.papers.signatures.confined import check_in_child
from ansinh.papers.signatures.holders import SignerAway
from ansinh.papers.signatures.sign import Mark, Signed, sign, spot_of
from ansinh.papers.signatures.trial import MARK, TrialAuthority

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from pyhanko.sign.timestamps import TimeStamper

AT = datetime(2021, 8, 10, 2, 15, 2, tzinfo=UTC)
SEEN = Mark("Phạm Thị Lan", "UBND huyện Thanh Miện", "https://example.vn/xac-minh/7K3M-9QXW-2F4#chu-ky", trial=True)
DECISION = Decision(
    "12/QĐ-UBND", Agency("Ủy ban nhân dân huyện Thanh Miện", "Thanh Miện", "Ủy ban nhân dân tỉnh Hải Dương"), date(2021, 8, 10), "Về việc phê duyệt danh sách",
    "Chủ tịch Ủy ban nhân dân huyện Thanh Miện", ("Luật Tổ chức chính quyền địa phương",), ("Phê duyệt danh sách.",), ("Như Điều 1", "Lưu: VT"),
    Signature(("CHỦ TỊCH",), "Phạm Thị Lan"), (Person("Bùi Thị Ẩn", "1987", "030187000001", "Ngũ Hùng", 1_500_000),), "Danh sách",
    "https://example.vn/xac-minh/7K3M-9QXW-2F4", "7K3M-9QXW-2F4",
)  # fmt: skip


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TrialAuthority:
    return TrialAuthority(tmp_path_factory.mktemp("signing"))


@pytest.fixture(scope="module")
def paper() -> bytes:
    return decision_pdf(DECISION, at=AT).pdf


@pytest.fixture(scope="module")
def signed(authority: TrialAuthority, paper: bytes) -> Signed:
    return sign(paper, authority.holder(name="Phạm Thị Lan", title="Chủ tịch", office="UBND huyện Thanh Miện", at=AT), at=AT, mark=SEEN)


@pytest.fixture(scope="module")
def trusted(authority: TrialAuthority) -> Roots:
    return Roots(trial=(authority.root,))


def test_a_signature_names_who_when_and_that_it_is_a_test(signed: Signed, trusted: Roots) -> None:
    verdict = check(signed.pdf, trusted, moment=AT)
    assert (verdict.state, verdict.trial, verdict.serial) == ("valid", True, signed.certificate.serial)
    assert verdict.subject == signed.certificate.subject == f"Phạm Thị Lan ({MARK}), Chủ tịch, UBND huyện Thanh Miện"
    assert verdict.signed_at == verdict.stamped_at == "2021-08-10T02:15:02+00:00"
    assert signed.timestamped


def test_a_signer_whom_no_root_vouches_for_is_told_apart(signed: Signed, tmp_path: Path) -> None:
    assert check(signed.pdf, Roots()).state == "untrusted"
    assert check(signed.pdf, Roots(trial=(TrialAuthority(tmp_path).root,))).state == "untrusted"


def test_a_paper_without_a_signature_and_what_is_no_paper_are_told_apart(paper: bytes, trusted: Roots) -> None:
    assert check(paper, trusted) == Verdict("none")
    for content in (b"", b"no paper", paper[:2000], b"%PDF-1.7\n" + bytes(500)):
        assert check(content, trusted).state == "unreadable"


def test_whatever_is_added_after_the_signature_is_a_change(signed: Signed, trusted: Roots) -> None:
    assert check(signed.pdf + b"\n% more\n", trusted).state == "changed"
    with pikepdf.open(io.BytesIO(signed.pdf)) as opened:
        opened.docinfo["/Title"] = "Another"
        out = io.BytesIO()
        opened.save(out)
    assert check(out.getvalue(), trusted).state in {"changed", "unreadable"}


@settings(max_examples=25, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_no_byte_of_a_signed_paper_can_be_another(signed: Signed, trusted: Roots, place: float, flip: int) -> None:
    content = bytearray(signed.pdf)
    content[int(place * len(content))] ^= flip
    verdict = check(bytes(content), trusted, moment=AT)
    gap = slice(*_gap(signed.pdf))
    assert verdict.state != "valid" or bytes(content[gap]) != signed.pdf[gap]  # within the signature itself some bytes only fill up


def _gap(pdf: bytes) -> tuple[int, int]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        ranges = [int(part) for part in opened.Root.AcroForm.Fields[0].V.ByteRange]
    return ranges[0] + ranges[1], ranges[2]


def test_the_signature_is_seen_above_the_printed_name_and_only_appended(signed: Signed, paper: bytes) -> None:
    assert signed.pdf.startswith(paper)
    spot = spot_of(paper, SEEN.beside)
    assert spot is not None
    with pikepdf.open(io.BytesIO(signed.pdf)) as opened:
        field = opened.Root.AcroForm.Fields[0]
        assert [int(side) for side in field.Rect] == list(spot.box)
        name = next(note for note in opened.pages[spot.page].Annots if note.Subtype == "/Link")
        assert float(name.Rect[3]) < spot.box[1]
        assert opened.Root.Metadata.read_bytes() == pikepdf.open(io.BytesIO(paper)).Root.Metadata.read_bytes()


def test_a_paper_that_leads_nowhere_is_signed_unseen(authority: TrialAuthority, trusted: Roots) -> None:
    unled = decision_pdf(replace(DECISION, verify_url=""), at=AT).pdf
    holder = authority.holder(name="Phạm Thị Lan", title="Chủ tịch", office="UBND huyện Thanh Miện", at=AT)
    found = sign(unled, holder, at=AT, mark=SEEN)
    assert check(found.pdf, trusted, moment=AT).state == "valid"
    with pikepdf.open(io.BytesIO(found.pdf)) as opened:
        assert [int(side) for side in opened.Root.AcroForm.Fields[0].Rect] == [0, 0, 0, 0]


def test_an_officer_keeps_her_key_and_another_has_another(authority: TrialAuthority) -> None:
    first, again, other = (authority.holder(name=name, title="", office="UBND", at=AT).kept.certificate for name in ("A", "A", "B"))
    assert first == again != other
    assert all(path.stat().st_mode & 0o077 == 0 for path in authority.folder.iterdir())


@dataclass(frozen=True)
class Broken:
    """A key that does not answer."""

    stamper: TimeStamper | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Signer]:
        raise ConnectionRefusedError(str(self.stamper))
        yield Signer()  # type: ignore[unreachable] # makes it what it must be


def test_a_paper_is_checked_where_a_loop_runs_already(signed: Signed, trusted: Roots) -> None:
    async def within() -> Verdict:
        return check(signed.pdf, trusted, moment=AT)

    assert finished(within()).state == "valid"


def test_a_key_that_does_not_answer_signs_nothing(paper: bytes) -> None:
    with pytest.raises(SignerAway, match="None"):
        sign(paper, Broken(), at=AT, mark=SEEN)


def test_a_strangers_paper_is_checked_in_a_child_that_may_use_little(signed: Signed, trusted: Roots) -> None:
    found = check_in_child(signed.pdf, trusted)
    assert (found.state, found.trial) == ("valid", True)
    assert check_in_child(signed.pdf, trusted, memory_bytes=2**25).state == "unreadable"


def test_a_certificate_that_is_not_in_force_signs_nothing(authority: TrialAuthority, paper: bytes) -> None:
    for at in (AT.replace(year=2019), AT.replace(year=2046)):
        with pytest.raises(SignerAway, match="in force from 2020-01-01 to 2045-01-01 only"):
            sign(paper, authority.holder(name="Phạm Thị Lan", title="Chủ tịch", office="UBND huyện Thanh Miện", at=at), at=at, mark=SEEN)
