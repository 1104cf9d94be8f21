"""Papers that are not kept, and what to tell whoever sent them."""

from __future__ import annotations

_TEXTS: dict[str, tuple[str, str]] = {
    "empty": ("Tệp rỗng. Chụp hoặc quét lại rồi gửi.", "The file is empty. Take the photograph or scan again and send it."),
    "too_large": ("Tệp quá lớn (tối đa 10 MB). Chụp lại với cỡ nhỏ hơn rồi gửi.", "The file is too large (at most 10 MB). Take a smaller photograph and send that."),
    "kind_unknown": (
        "Tệp này không phải ảnh hay bản quét nhận được. Gửi ảnh JPEG, PNG, WebP, HEIC hoặc tệp PDF.",
        "This file is no photograph or scan that is taken. Send a JPEG, PNG, WebP or HEIC picture, or a PDF.",
    ),
    "too_many_pixels": (
        "Ảnh có quá nhiều điểm ảnh (tối đa 60 triệu). Chụp lại với cỡ nhỏ hơn.",
        "The picture has too many pixels (at most 60 million). Take it again in a smaller size.",
    ),
    "too_small": ("Ảnh quá nhỏ để đọc được. Chụp lại gần hơn, rõ hơn.", "The picture is too small to be read. Take it again, closer and sharper."),
    "animated": ("Tệp có nhiều hình động. Gửi ảnh chụp tĩnh của giấy tờ.", "The file moves. Send a still photograph of the paper."),
    "encrypted": ("Tệp PDF có mật khẩu. Bỏ mật khẩu hoặc chụp ảnh giấy tờ rồi gửi.", "The PDF has a password. Remove it, or send a photograph of the paper."),
    "active_content": (
        "Tệp PDF có phần tự chạy hoặc tệp đính kèm ({what}) nên không nhận. Chụp ảnh giấy tờ, hoặc in ra PDF khác rồi gửi.",
        "The PDF holds something that runs, or files within it ({what}), and is not taken. Photograph the paper, or print it to another PDF.",
    ),
    "too_many_pages": ("Tệp PDF có quá nhiều trang (tối đa 30). Chỉ gửi những trang cần.", "The PDF has too many pages (at most 30). Send only those needed."),
    "too_complex": ("Tệp PDF quá phức tạp. Chụp ảnh giấy tờ rồi gửi.", "The PDF is too complex. Send a photograph of the paper."),
    "unreadable": ("Không mở được tệp: có thể bị hỏng. Chụp hoặc quét lại rồi gửi.", "The file cannot be opened; it may be damaged. Photograph or scan it again."),
    "out_of_memory": ("Tệp cần quá nhiều bộ nhớ nên đã dừng. Chụp lại với cỡ nhỏ hơn.", "The file needs too much memory and was stopped. Take it again in a smaller size."),
    "out_of_time": ("Mở tệp quá lâu nên đã dừng. Chụp lại với cỡ nhỏ hơn.", "Opening the file took too long and was stopped. Take it again in a smaller size."),
    "infected": ("Máy quét mã độc báo tệp có hại ({what}). Kiểm tra máy đã gửi, rồi chụp lại.", "The virus scanner says the file does harm ({what}). Check the device, then photograph it again."),
}  # fmt: skip


class PaperRefused(Exception):
    """The paper is not kept. `code` says why, `what` names the part at fault, `message` says it in `vi` and `en` with what to do."""

    def __init__(self, code: str, what: str = "") -> None:
        """Look the words up; raises `KeyError` for a code that has none."""
        self.message = words_of(code, what)
        super().__init__(self.message["en"])
        self.code, self.what = code, what


def words_of(code: str, what: str = "") -> dict[str, str]:
    """Say why a paper was refused, in both languages."""
    vi, en = _TEXTS[code]
    return {"vi": vi.format(what=what), "en": en.format(what=what)}
