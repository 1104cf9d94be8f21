"""A paper is what its bytes say; it comes out upright, bare of every other word, or is refused in words, in bounded memory and time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from ansinh.papers.scans.child import cleaned
from ansinh.papers.scans.kinds import MOST_BYTES, kind_of
from ansinh.papers.scans.refusals import PaperRefused
from ansinh.papers.scans.sandbox import clean_in_child
from papers.scans.photographs import document, file_of, picture, png_claiming, with_words

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "HEIF": "image/heic"}


def refusal(content: bytes) -> str:
    with pytest.raises(PaperRefused) as caught:
        clean_in_child(content)
    return caught.value.code


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_picture_is_known_by_its_bytes_and_written_anew_without_place_and_device(kind: str) -> None:
    sent = file_of(picture(), kind, exif=with_words())
    assert kind_of(sent) == KINDS[kind]
    assert b"SecretMaker" in sent
    out = clean_in_child(sent)
    assert (out.media_type, out.width, out.height, out.pages) == ("image/jpeg", 400, 300, 1)
    assert b"SecretMaker" not in out.content
    shown = Image.open(io.BytesIO(out.content))
    assert not shown.getexif()
    assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_picture_comes_out_as_it_was_seen_whichever_way_the_device_was_held(turned: int) -> None:
    """The dark corner of the scene is at the top left; the device stored it turned."""
    stored = {1: None, 2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}[turned]
    scene = picture()
    held = scene if stored is None else scene.transpose(Image.Transpose(stored))
    written, _ = cleaned(file_of(held, "JPEG", exif=with_words(turned)))[1], None
    shown = Image.open(io.BytesIO(written)).convert("L")
    assert shown.size == (400, 300)
    assert shown.getpixel((20, 20)) < 60  # type: ignore[operator] # one number a pixel
    assert shown.getpixel((380, 280)) > 200  # type: ignore[operator] # as above


def test_a_large_picture_is_kept_as_large_as_can_be_read() -> None:
    out = clean_in_child(file_of(picture((6000, 4000)), "JPEG"))
    assert (out.width, out.height) == (3000, 2000)


def test_transparent_paper_lies_on_white() -> None:
    _head, written = cleaned(file_of(Image.new("RGBA", (100, 100), (0, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(written)).getpixel((50, 50)) == (255, 255, 255)


def test_a_picture_that_says_it_is_huge_is_refused_before_anything_is_decoded() -> None:
    assert refusal(png_claiming(60_000, 60_000)) == "too_many_pixels"
    assert refusal(png_claiming(9_000, 9_000)) == "too_many_pixels"


def test_what_needs_more_memory_or_time_than_it_is_given_is_stopped() -> None:
    large = file_of(picture((7000, 7000)), "PNG")
    with pytest.raises(PaperRefused) as caught:
        clean_in_child(large, memory_bytes=200 * 2**20)
    assert caught.value.code == "out_of_memory"
    with pytest.raises(PaperRefused) as caught:
        clean_in_child(large, seconds=0.15)
    assert caught.value.code == "out_of_time"


def test_what_is_no_paper_is_refused_whatever_it_is_called() -> None:
    moving = io.BytesIO()
    picture().save(moving, "WEBP", save_all=True, append_images=[picture(colour="red")], duration=100)
    for content, code in (
        (b"", "empty"), (b"MZ" + bytes(100), "kind_unknown"), (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind_unknown"),
        (b"GIF89a" + bytes(100), "kind_unknown"), (b"\xff\xd8\xff" + bytes(100), "unreadable"), (b"%PDF-1.7\nnothing", "unreadable"),
        (b"\xff\xd8\xff" + bytes(MOST_BYTES), "too_large"), (file_of(picture((20, 20)), "PNG"), "too_small"), (moving.getvalue(), "animated"),
    ):  # fmt: skip
        assert refusal(content) == code


def _script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(pdf: pikepdf.Pdf) -> None:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="cmd.exe"))
    pdf.pages[0].Annots = pikepdf.Array([link])


def _attached(pdf: pikepdf.Pdf) -> None:
    pdf.attachments["list.xls"] = pikepdf.AttachedFileSpec(pdf, b"MZ")


def _by_itself(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.Print))


def _form(pdf: pikepdf.Pdf) -> None:
    pdf.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"), Fields=[])


def _unlinked(pdf: pikepdf.Pdf) -> None:
    """A script that nothing points to, in a chain of objects within objects."""
    pdf.Root.Extra = pikepdf.Array([pikepdf.Array([pikepdf.Dictionary(Deep=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm))])])


@pytest.mark.parametrize("change", [_script, _launch, _attached, _by_itself, _form, _unlinked])
@pytest.mark.parametrize("packed", [pikepdf.ObjectStreamMode.disable, pikepdf.ObjectStreamMode.generate])
def test_a_document_that_runs_something_or_carries_a_file_is_refused(change: Callable[[pikepdf.Pdf], None], packed: Any) -> None:
    with pytest.raises(PaperRefused) as caught:
        cleaned(document(change=change, object_stream_mode=packed))
    assert caught.value.code == "active_content"
    assert caught.value.what


def test_a_plain_document_is_written_anew_without_its_metadata_and_the_same_each_time() -> None:
    sent = document(2)
    assert b"SecretTitle" in sent
    first, again = clean_in_child(sent), clean_in_child(sent)
    assert (first.media_type, first.pages) == ("application/pdf", 2)
    assert first.content == again.content
    with pikepdf.open(io.BytesIO(first.content)) as pdf:
        assert len(pdf.pages) == 2
        assert "/Info" not in pdf.trailer
        assert "/Metadata" not in pdf.Root
    assert b"SecretTitle" not in first.content


def test_a_document_with_a_password_or_too_many_pages_is_refused() -> None:
    assert refusal(document(encryption=pikepdf.Encryption(owner="a", user="b"))) == "encrypted"
    assert refusal(document(31)) == "too_many_pages"


@given(st.binary(max_size=400), st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF    WEBP", b"    ftypheic", b"%PDF-1.4\n"]), st.data())
@settings(max_examples=60)
def test_any_bytes_at_all_are_cleaned_or_refused(noise: bytes, start: bytes, data: st.DataObject) -> None:
    """In this process, since a child for each would take too long; what a library raises the child calls unreadable."""
    whole = document() if start.startswith(b"%") else file_of(picture((60, 60)), "PNG" if b"PNG" in start else "JPEG")
    place = data.draw(st.integers(0, len(whole)))
    for content in (start + noise, whole[:place] + noise + whole[place:]):
        try:
            head, written = cleaned(content)
        except Exception:  # noqa: BLE001, S112 - as the child takes it
            continue
        assert written
        assert head["media_type"] in {"image/jpeg", "application/pdf"}
