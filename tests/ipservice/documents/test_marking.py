"""A workbook given back marked: only what is said now, and nothing of the sender's lost."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from ipservice.documents.marking import Line, Mark, Wording, mark_copy

WORDING = Wording(
    "【核对】",
    "核对",
    "问题清单",
    (("单元格", 10), ("问题", 40)),
    0,
    frozenset({"FFC7CE", "FFEB9C"}),
    unmarked="FFFBE6",
)


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """Two sheets, a formula, a coloured cell and a person's comment."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "甲's 表"
    sheet["A1"], sheet["B2"], sheet["C3"] = "标题", 12, "=B2*2"
    sheet["B2"].number_format = "#,##0.00"
    sheet["D4"].fill = PatternFill("solid", fgColor="ABCDEF")
    sheet["B2"].comment = Comment("我的备注", "张三")
    book.create_sheet("自己的计算")["A1"] = "=1+1"
    book.save(tmp_path / "sent.xlsx")
    return tmp_path / "sent.xlsx"


def _mark(source: Path, *marks: Mark) -> Path:
    made = source.with_name(f"marked_{source.name}")
    mark_copy(
        source,
        made,
        WORDING,
        marks=marks,
        lines=[Line((mark.cell, mark.remark), mark.sheet, mark.cell) for mark in marks],
    )
    return made


def test_the_cell_is_filled_and_commented_and_everything_else_is_as_it_was(sent):
    book = openpyxl.load_workbook(_mark(sent, Mark("甲's 表", "B2", "FFC7CE", "超过上限")))

    sheet = book["甲's 表"]
    assert sheet["B2"].fill.fgColor.rgb == "00FFC7CE"
    assert sheet["B2"].comment.text == "我的备注\n【核对】超过上限"
    assert (sheet["B2"].value, sheet["B2"].number_format, sheet["C3"].value) == (12, "#,##0.00", "=B2*2")
    assert sheet["D4"].fill.fgColor.rgb == "00ABCDEF"
    assert book["自己的计算"]["A1"].value == "=1+1"


def test_the_first_sheet_lists_each_with_a_link_to_its_cell(sent):
    book = openpyxl.load_workbook(_mark(sent, Mark("甲's 表", "B2", "FFC7CE", "=HYPERLINK(1)")))

    assert book.sheetnames == ["问题清单", "甲's 表", "自己的计算"]
    head, line = book["问题清单"].iter_rows()
    assert [cell.value for cell in head] == ["单元格", "问题"]
    assert [(cell.value, cell.data_type) for cell in line] == [("B2", "s"), ("=HYPERLINK(1)", "s")]
    assert line[0].hyperlink.location == "'甲''s 表'!B2"


def test_marks_of_an_earlier_round_are_taken_off_and_a_persons_comment_stays(sent):
    first = _mark(sent, Mark("甲's 表", "B2", "FFC7CE", "超过上限"), Mark("甲's 表", "C3", "FFEB9C", "公式"))

    book = openpyxl.load_workbook(_mark(first, Mark("甲's 表", "C3", "FFC7CE", "还是公式")))

    sheet = book["甲's 表"]
    assert (sheet["B2"].comment.text, sheet["B2"].fill.fgColor.rgb) == ("我的备注", "00FFFBE6")
    assert (sheet["C3"].comment.text, sheet["C3"].fill.fgColor.rgb) == ("【核对】还是公式", "00FFC7CE")
    assert book.sheetnames == ["问题清单", "甲's 表", "自己的计算"]


def test_two_remarks_on_one_cell_both_stand_in_its_comment(sent):
    book = openpyxl.load_workbook(
        _mark(sent, Mark("甲's 表", "A1", "FFC7CE", "一"), Mark("甲's 表", "A1", "FFC7CE", "二"))
    )

    assert book["甲's 表"]["A1"].comment.text == "【核对】一\n【核对】二"


def test_control_characters_cannot_break_the_file(sent):
    book = openpyxl.load_workbook(_mark(sent, Mark("甲's 表", "A1", "FFC7CE", "坏\x00字\x07符")))

    assert book["甲's 表"]["A1"].comment.text == "【核对】坏字符"
