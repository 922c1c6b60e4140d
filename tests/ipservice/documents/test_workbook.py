"""Workbooks: text is never a formula, numbers are numbers, the filter stands on top, totals add up."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from ipservice.documents.neutral import neutral, starts_a_formula
from ipservice.documents.workbook import Front, Heading, Style, file_response, write_rows

MADE_AT = dt.datetime(2026, 7, 6, 9, 30, tzinfo=dt.UTC)
COLUMNS = (
    Heading("机构", width=30),
    Heading("代理量（件）", Style.COUNT, total=True),
    Heading("奖励（元）", Style.YUAN, total=True),
    Heading("授权率", Style.RATE),
    Heading("公布日", Style.DAY),
)
FRONT = Front("奖励名单", (("年度", "2024"), ("区县", "渝中区")), made_at=MADE_AT)


def _open(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content)).active


def test_title_filter_count_and_time_stand_above_the_rows():
    sheet = _open(write_rows(COLUMNS, [("甲所", 3, Decimal("1.5"), None, None)], front=FRONT, count=1))

    assert [sheet.cell(row, 1).value for row in range(1, 7)] == [
        "奖励名单",
        "筛选条件：年度：2024；区县：渝中区",
        "记录数：1",
        "导出时间：2026-07-06 17:30",
        "机构",
        "甲所",
    ]


def test_numbers_rates_and_days_stay_what_they_are():
    row = ("甲所", 1234, Decimal("100000.50"), Decimal("0.5"), dt.date(2026, 7, 6))
    sheet = _open(write_rows(COLUMNS, [row], front=FRONT))

    cells = sheet[5]
    assert [cell.value for cell in cells] == ["甲所", 1234, 100000.5, 0.5, dt.datetime(2026, 7, 6)]
    assert [cell.number_format for cell in cells[1:]] == ["#,##0", "#,##0.00", "0.00%", "yyyy-mm-dd"]


def test_totals_add_up_exactly():
    rows = [("甲", 1, Decimal("0.10"), None, None), ("乙", 2, Decimal("0.20"), None, None)]
    sheet = _open(write_rows(COLUMNS, rows, front=FRONT))

    assert [cell.value for cell in sheet[7]][:3] == ["合计", 3, 0.3]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "\t=1", " =1"]
)
def test_text_that_could_start_a_formula_stays_text(text):
    content = write_rows((Heading("名称"),), [(text,)], front=Front("表"))
    cell = _open(content)["A4"]

    assert (cell.data_type, cell.value.strip(), cell.quotePrefix) == ("s", text.strip(), True)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["甲所", "A-1", "渝知〔2026〕1号", ""])
def test_ordinary_text_is_left_alone(text):
    assert not starts_a_formula(text)
    assert neutral(text) == text


def test_an_address_in_a_cell_becomes_no_link():
    sheet = _open(write_rows((Heading("网站"),), [("http://evil.example/",)], front=Front("表")))

    assert sheet["A4"].hyperlink is None


def test_the_same_rows_give_the_same_bytes():
    rows = [("甲所", 1, Decimal(2), Decimal("0.5"), dt.date(2026, 1, 1))]

    assert write_rows(COLUMNS, rows, front=FRONT) == write_rows(COLUMNS, rows, front=FRONT)


def test_a_download_keeps_its_chinese_name_and_is_not_stored_on_the_way():
    answer = file_response(b"x", "奖励名单 2024.xlsx")

    assert "filename*=UTF-8''%E5%A5%96" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
