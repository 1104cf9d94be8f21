"""The pages of the law turned into papers: the same words, in the order in which they are read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext, ngettext

from ansinh.doors.web.law.values import FigureShown, language
from ansinh.doors.web.public.forms import words
from ansinh.doors.web.templatetags.page import day as day_in_words
from ansinh.doors.web.templatetags.page import vnd
from ansinh.papers.letters.law import Item, LawPaper, Section, Table

if TYPE_CHECKING:
    from datetime import date

    from ansinh.doors.web.law.overview import Overview
    from ansinh.doors.web.law.prose import CaseShown, PolicyShown, Wording
    from ansinh.policy.programme import Component, Condition, Policy, Programme
    from ansinh.policy.workflow import Step


def policy_on_paper(programme: Programme, page: PolicyShown, url: str) -> LawPaper:
    """Turn a policy of a day into a paper."""
    policy, procedure = page.policy, page.procedure
    facts = [
        (gettext("Luật ngày"), day_in_words(page.day)),
        (gettext("Bản có hiệu lực từ"), day_in_words(page.starts)),
        (gettext("Người nộp"), words(procedure.filed_by)),
        (gettext("Nơi nộp"), words(procedure.filed_at)),
        (gettext("Hạn cuối"), day_in_words(procedure.last_filing_on) if procedure.last_filing_on else gettext("Luật không nêu")),
    ]
    sections = [
        Section(gettext("Điều kiện (phải có đủ)"), tuple(_item(one) for one in page.conditions), numbered=True),
        Section(gettext("Mức hỗ trợ"), tuple(_item(one) for one in page.components)),
        *([Section(gettext("Chỉ được chọn một khoản"), tuple(Item(text) for text in page.groups))] if page.groups else []),
        *([_figures(page.figures)] if page.figures else []),
        Section(gettext("Ai giải quyết, trong bao lâu"), _steps(page), numbered=True),
        *([Section(gettext("Giấy tờ"), tuple(Item(words(paper)) for paper in procedure.papers))] if procedure.papers else []),
        *([Section(gettext("Ví dụ"), tuple(_case(case) for case in page.cases))] if page.cases else []),
        Section(gettext("Không đồng ý thì khiếu nại ở đâu"), (Item(page.complain),)),
    ]
    caption = gettext("Chính sách %(number)s – %(programme)s") % {"number": policy.number, "programme": words(programme.name)}
    return _paper(programme, caption=caption, title=words(policy.name), lead=words(policy.summary), facts=facts, sections=sections, url=url)


def programme_on_paper(programme: Programme, page: Overview, day: date, url: str) -> LawPaper:
    """Turn a programme of a day into a paper."""
    facts = [
        (gettext("Luật ngày"), day_in_words(day)),
        (gettext("Có hiệu lực từ"), day_in_words(programme.starts)),
        (gettext("Các bản của luật"), "; ".join(day_in_words(start) for start in page.days)),
        (gettext("Văn bản"), "; ".join(page.instruments)),
    ]
    mark = _mark()
    lines = tuple(
        Item(
            gettext("Chính sách %(number)s. %(name)s") % {"number": line.policy.number, "name": words(line.policy.name)},
            line.policy.cite,
            "" if line.verified else mark,
            words(line.policy.summary),
        )
        for line in page.policies
    )
    sections = [
        Section(gettext("Các chính sách"), lines),
        *(
            Section(gettext("Chỉ được chọn một khoản"), (Item(group.text, note="; ".join(_named(policy) for policy in group.policies)),))
            for group in page.groups
        ),
        _figures(page.figures),
    ]
    return _paper(programme, caption=gettext("Chương trình hỗ trợ"), title=words(programme.name), lead="", facts=facts, sections=sections, url=url)


def _paper(programme: Programme, *, caption: str, title: str, lead: str, facts: list[tuple[str, str]], sections: list[Section], url: str) -> LawPaper:
    spoken: Literal["vi", "en"] = "en" if language() == "en" else "vi"
    foot = gettext("Lập từ dữ liệu luật %(programme)s, phiên bản %(version)s. Không thay cho văn bản đăng Công báo.")
    return LawPaper(
        language=spoken,
        caption=caption,
        title=title,
        lead=lead,
        facts=tuple(facts),
        sections=tuple(sections),
        foot=foot % {"programme": programme.id, "version": programme.law_version[:12]},
        page_word=gettext("Trang"),
        qr_words=gettext("Quét mã để xem trang này"),
        url=url,
    )


def _item(one: Wording[Condition] | Wording[Component]) -> Item:
    notes = [gettext("Từ ngày %(day)s.") % {"day": day_in_words(one.since)}] if one.since else []
    if one.before:
        notes.append(gettext("Trước đó: %(text)s.") % {"text": words(one.before.text)})
    if not one.part.verified:
        notes.append(gettext("Cần đối chiếu: %(note)s.") % {"note": words(one.part.note)})
    return Item(words(one.part.text), one.part.cite, "" if one.part.verified else _mark(), " ".join(notes), one.amounts)


def _steps(page: PolicyShown) -> tuple[Item, ...]:
    mark = _mark()
    return tuple(
        Item(
            words(step.name),
            step.cite,
            "" if step.verified else mark,
            note=_beside(step),
            strong=ngettext("%(days)s ngày làm việc", "%(days)s ngày làm việc", step.working_days) % {"days": step.working_days},
        )
        for step in page.procedure.steps
    )


def _beside(step: Step) -> str:
    """Say how long the step's list is posted, and when the step completes by itself."""
    said = []
    if step.posts:
        days = ngettext(
            "Niêm yết công khai %(days)s ngày làm việc, đến %(hour)s giờ ngày cuối.",
            "Niêm yết công khai %(days)s ngày làm việc, đến %(hour)s giờ ngày cuối.",
            step.posts.working_days,
        )
        said = [days % {"days": step.posts.working_days, "hour": step.posts.until_hour}, *([words(step.posts.note)] if step.posts.note else [])]
    if step.by_itself:
        told = gettext("Tự hoàn thành khi dữ liệu nhà nước đã xác nhận mọi người và có cán bộ được giao bằng văn bản; cứ 100 lần thì xem lại %(sampled)s.")
        said.append(told % {"sampled": step.by_itself.sampled})
    return " ".join(said)


def _case(shown: CaseShown) -> Item:
    said = gettext("Được hỗ trợ %(amount)s.") % {"amount": vnd(shown.amount)} if shown.outcome == "eligible" else " ".join(shown.sentences)
    return Item(words(shown.case.text), note=gettext("Xét ngày %(day)s: %(said)s") % {"day": day_in_words(shown.case.as_of), "said": said})


def _figures(figures: list[FigureShown]) -> Section:
    heads = (gettext("Số liệu"), gettext("Mức"), gettext("Từ ngày"), gettext("Căn cứ"))
    rows = [
        (
            figure.text + ("" if figure.verified else f" ({_mark()})"),
            "; ".join(f"{whom}: {what}" if whom else what for whom, what in value.lines),
            day_in_words(value.starts),
            value.cite,
        )
        for figure in figures
        for value in figure.values
    ]
    return Section(gettext("Số liệu của luật"), table=Table(heads, tuple(rows)))


def _named(policy: Policy) -> str:
    return f"{policy.number}. {words(policy.name)}"


def _mark() -> str:
    return gettext("Chưa đối chiếu với Công báo")
