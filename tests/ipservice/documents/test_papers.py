"""Letters in Word and PDF out of one content; the check code; what the public sees behind it."""

import dataclasses
import datetime as dt
import io
import re
import zlib

import docx
import pytest
from django.urls import reverse

from ipservice.documents import codes, pdf, services, subjects, word
from ipservice.documents.errors import PaperDiffers, UnknownCheckCode
from ipservice.documents.letter import Letter, Table
from ipservice.documents.models import IssuedPaper
from ipservice.documents.subjects import LiveRecord, Subject

HOSTILE = '=1+1 #panic("x") *粗* $a$ \\ " 〔〕 <w:p> &amp;'


@pytest.fixture
def letter() -> Letter:
    return Letter(
        issuer="重庆市知识产权局",
        title="关于2024年度奖励结果的通知",
        number="渝知奖函〔2026〕12号",
        addressee="重庆甲乙专利代理事务所（普通合伙）",
        paragraphs=("根据措施第九条，名单已公布。", HOSTILE),
        dated=dt.date(2026, 7, 6),
        table=Table(head=("项目", "数值"), rows=(("发明专利授权率", "72.73%"),), widths=(2, 1), caption="表1"),
        closing=("特此通知。",),
        attachments=("奖励名单", "计算说明"),
        check_code="7K3M9QX2V5RT8WZA",
        check_url="http://127.0.0.1:8000/check/7K3M9QX2V5RT8WZA/",
    )


def _mapped_signs(content: bytes) -> set[str]:
    """The signs that the PDF's own maps from glyph to text name, read from its streams."""
    signs: set[str] = set()
    for raw in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S):
        try:
            stream = zlib.decompress(raw.rstrip(b"\r\n"))
        except zlib.error:
            continue
        if b"beginbfchar" in stream or b"beginbfrange" in stream:
            for code in re.findall(rb"> <([0-9a-fA-F]{4,})>", stream):
                signs.add(bytes.fromhex(code.decode()).decode("utf-16-be", errors="replace"))
    return signs


def test_the_word_letter_opens_and_says_everything_in_order(letter):
    opened = docx.Document(io.BytesIO(word.letter(letter)))

    assert [(p.style.name, p.text) for p in opened.paragraphs if p.text][:8] == [
        ("发文机关标志", "重庆市知识产权局"),
        ("发文字号", "渝知奖函〔2026〕12号"),
        ("公文标题", "关于2024年度奖励结果的通知"),
        ("主送机关", "重庆甲乙专利代理事务所（普通合伙）："),
        ("公文正文", "根据措施第九条，名单已公布。"),
        ("表题", "表1"),
        ("公文正文", HOSTILE),
        ("公文正文", "特此通知。"),
    ]
    assert [[cell.text for cell in row.cells] for row in opened.tables[0].rows] == [
        ["项目", "数值"],
        ["发明专利授权率", "72.73%"],
    ]


def test_the_word_letter_is_a4_with_the_measures_of_the_standard(letter):
    section = docx.Document(io.BytesIO(word.letter(letter))).sections[0]

    edges = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
    left, right, top, bottom = (round(edge.mm) for edge in edges)
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (left, top) == (28, 37)
    assert (210 - left - right, 297 - top - bottom) == (156, 225)


@pytest.mark.parametrize("make", [word.letter, pdf.letter], ids=["word", "pdf"])
def test_the_same_letter_gives_the_same_bytes(make, letter):
    assert make(letter) == make(letter)


def test_the_pdf_carries_its_own_chinese_type_and_text(letter):
    content = pdf.letter(letter)

    assert content.startswith(b"%PDF-")
    assert b"NotoSansCJK" in content
    assert b"/FontFile3" in content
    assert set("重庆市知识产权局奖励〔〕") <= _mapped_signs(content)


def test_text_in_a_pdf_is_never_taken_for_markup(letter):
    hostile = dataclasses.replace(letter, title=HOSTILE, addressee=HOSTILE, paragraphs=(HOSTILE, "#pagebreak()"))

    assert {"#", "$", "*", "<"} <= _mapped_signs(pdf.letter(hostile))


def test_control_signs_in_a_name_do_not_break_the_word_file(letter):
    odd = dataclasses.replace(letter, addressee="甲\x00乙\x0b丙\x1f")

    assert "甲乙丙：" in [p.text for p in docx.Document(io.BytesIO(word.letter(odd))).paragraphs]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7k3m-9qx2-v5rt-8wza", "7K3M9QX2V5RT8WZA"),
        ("７Ｋ３Ｍ ９QX2 V5RT 8WZA", "7K3M9QX2V5RT8WZA"),
        ("OOIL", "0011"),
    ],
    ids=["dashes and small letters", "full width and blanks", "letters taken for digits"],
)
def test_a_code_is_read_however_it_is_typed(typed, meant):
    assert codes.read(typed) == meant


def test_codes_are_sixteen_signs_without_those_that_are_misread():
    drawn = {codes.draw() for _ in range(200)}

    assert len(drawn) == 200
    assert all(re.fullmatch("[0-9A-HJKMNP-TV-Z]{16}", code) for code in drawn)


@pytest.mark.django_db
class TestIssuing:
    def test_a_letter_asked_for_twice_is_one_paper_with_one_code(self, letter):
        first = services.issue_letter("award_letter", ("award_line", "7"), letter)
        again = services.issue_letter("award_letter", ("award_line", "7"), letter)

        assert first == again
        assert IssuedPaper.objects.count() == 1
        assert first.check_url.endswith(f"/check/{first.check_code}/")

    def test_another_content_for_the_same_subject_is_refused(self, letter):
        services.issue("award_letter", ("award_line", "7"), letter)

        with pytest.raises(PaperDiffers) as refused:
            services.issue("award_letter", ("award_line", "7"), dataclasses.replace(letter, addressee="另一家"))

        assert "已于 2026年7月6日 出具" in refused.value.message

    def test_an_unknown_code_is_refused_in_words(self):
        with pytest.raises(UnknownCheckCode):
            services.find("0000-0000-0000-0000")


@pytest.mark.django_db
class TestCheckPage:
    @pytest.fixture
    def record(self, monkeypatch) -> dict[str, LiveRecord | None]:
        """What the register says now; the test changes it."""
        state = {"now": LiveRecord("2024年度奖励", "有效", True, (("名次", "第 3 名", ""),))}
        monkeypatch.setattr(subjects, "_subjects", {})
        subjects.register(Subject("award_line", "奖励认定", lambda key, today: state["now"]))
        return state

    @pytest.fixture
    def paper(self, letter) -> IssuedPaper:
        return services.issue("award_letter", ("award_line", "7"), letter)

    def test_the_code_opens_the_record_as_it_is_now_and_not_as_it_was(self, client, paper, record):
        address = reverse("check-paper", args=[paper.check_code])
        assert "有效" in client.get(address).content.decode()

        record["now"] = LiveRecord("2024年度奖励", "决定已撤销", False)
        page = client.get(address).content.decode()

        assert "决定已撤销" in page
        assert "badge-danger" in page
        assert "第 3 名" not in page

    def test_a_typed_code_leads_to_its_page(self, client, paper, record):
        answer = client.get(reverse("check"), {"code": f"{paper.check_code[:8].lower()}-{paper.check_code[8:]}"})

        assert answer.url == reverse("check-paper", args=[paper.check_code])

    def test_a_code_that_is_too_short_is_said_beside_the_field(self, client):
        page = client.get(reverse("check"), {"code": "ABC"}).content.decode()

        assert "核验码应为 16 位，现在是 3 位" in page
        assert 'href="#id_code"' in page

    @pytest.mark.parametrize("code", ["0" * 16, "不存在"])
    def test_an_unknown_code_is_a_404_with_a_way_on(self, client, record, code):
        answer = client.get(reverse("check-paper", args=[code]))

        assert answer.status_code == 404
        assert "没有核验码为" in answer.content.decode()
        assert 'name="code"' in answer.content.decode()

    def test_a_record_that_is_not_public_any_more_shows_nothing_of_it(self, client, paper, record):
        record["now"] = None
        answer = client.get(reverse("check-paper", args=[paper.check_code]))

        assert answer.status_code == 404
        assert "已不再公开" in answer.content.decode()
        assert paper.number not in answer.content.decode()
