"""Papers as pages show and take them: which the law names, in what state each is, and how a checked one is handed out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from ansinh.papers.scans.kinds import MOST_BYTES
from ansinh.papers.scans.refusals import words_of
from ansinh.policy.load import load_programme
from ansinh.policy.papers_named import papers_named

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from ansinh.delivery.cases.models_papers import Paper
    from ansinh.policy.papers_named import PaperNamed

TAKEN = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf"
NO_FILE = _("Chọn ảnh hoặc tệp PDF của giấy tờ.")
SHUT = "default-src 'none'; style-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'"
"""A picture opened by itself may do nothing at all, whatever a browser takes it for."""


class PaperForm(forms.Form):
    """One paper: which of those the law names, and the file."""

    wanted = forms.ChoiceField(label=_("Giấy tờ nào?"), widget=forms.RadioSelect, error_messages={"required": _("Chọn loại giấy tờ.")})
    file = forms.FileField(
        label=_("Ảnh chụp hoặc bản quét"), help_text=_("Ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF, tối đa 10 MB. Chụp rõ, đủ bốn góc."),
        widget=forms.FileInput({"accept": TAKEN}), error_messages={"required": NO_FILE, "missing": NO_FILE, "empty": _("Tệp rỗng. Chụp lại rồi gửi.")},
    )  # fmt: skip

    def __init__(self, papers: Iterable[PaperNamed], language: str, *args: Any, **options: Any) -> None:
        """Offer the papers the law names; a single one is chosen already."""
        super().__init__(*args, **options)
        wanted = self.fields["wanted"]
        assert isinstance(wanted, forms.ChoiceField)  # noqa: S101 - narrows the type
        wanted.choices = [(paper.id, paper.text[language]) for paper in papers]
        if len(wanted.choices) == 1:
            wanted.initial = wanted.choices[0][0]

    def content(self) -> bytes:
        """Give the file's bytes, one more than may be taken at most."""
        file: UploadedFile[bytes] = self.cleaned_data.get("photograph") or self.cleaned_data["file"]
        return bytes(file.read(MOST_BYTES + 1))


class PhotographForm(PaperForm):
    """One paper, photographed on the spot or a file that is there already."""

    photograph = forms.FileField(
        label=_("Chụp ngay bằng điện thoại"), help_text=_("Mở máy ảnh. Đặt giấy nơi đủ sáng, chụp rõ, đủ bốn góc."), required=False,
        widget=forms.FileInput({"accept": "image/*", "capture": "environment"}), error_messages={"empty": _("Tệp rỗng. Chụp lại rồi gửi.")},
    )  # fmt: skip
    field_order = ("wanted", "photograph", "file")

    def __init__(self, papers: Iterable[PaperNamed], language: str, *args: Any, **options: Any) -> None:
        """Offer the papers; either of the two boxes will do."""
        super().__init__(papers, language, *args, **options)
        self.fields["file"].required = False
        self.fields["file"].label = _("Hoặc chọn ảnh, tệp PDF có sẵn")
        self.fields["file"].help_text = _("Ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF, tối đa 10 MB.")

    def clean(self) -> dict[str, Any]:
        """Ask for a file where neither box holds one."""
        told = super().clean() or {}
        if not (told.get("photograph") or told.get("file") or self.errors.keys() & {"photograph", "file"}):
            self.add_error("photograph", NO_FILE)
        return told


def shown_papers(papers: Collection[Paper], programme: str, policy: str, *, on: date, language: str) -> list[dict[str, Any]]:
    """Give each paper with what it is called, and why it was refused where it was."""
    names = {paper.id: paper.text for paper in papers_named(load_programme(programme), policy, on=on)}
    return [
        {
            "paper": paper, "name": names.get(paper.wanted, {}).get(language, paper.wanted), "state": "erased" if paper.erased_at else paper.state,
            "opens": paper.state == "clean" and not paper.erased_at, "why": words_of(paper.refused_code, paper.refused_what)[language] if paper.refused_code else "",
        }
        for paper in papers
    ]  # fmt: skip


def handed_out(paper: Paper, content: bytes) -> HttpResponse:
    """Hand out a checked paper: a picture to be looked at in a page that may do nothing, a document to be kept; no copy in any shared store."""
    response = HttpResponse(content, content_type=paper.media_type)
    picture = paper.media_type.startswith("image/")
    name = f"giay-to-{paper.pk.hex[-8:]}.{'jpg' if picture else 'pdf'}"  # no name of a person, and none the sender chose
    response["Content-Disposition"] = f'{"inline" if picture else "attachment"}; filename="{name}"'
    response["Content-Security-Policy"] = SHUT
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex, noarchive"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
