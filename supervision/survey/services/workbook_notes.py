"""The first and the last sheet of the workbook: how it is filled in, and what each item means."""

from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from supervision.survey.rules.definition import Questionnaire, Span
from supervision.survey.rules.layout import Front, Look, SheetPlan, Use
from supervision.survey.rules.values import options_of
from supervision.survey.services.workbook_formats import Formats

GUIDE_SHEET, DEFINITIONS_SHEET = "填报说明", "指标解释"
GUIDE = (
    "浅黄色单元格可以填写，灰色的不能修改；带 * 的为必填项。",
    "蓝色斜体是系统按登记或备案信息预填的，请核对，不对的直接改。“（参考）”列是贵单位上年填报的数，供对照。",
    "数字按“计量单位”一列填写。有下拉箭头的从列表中选择；可以多选的，各项之间用“；”隔开。",
    "请填数值，不要填公式：公式单元格不读取。可以复制后“选择性粘贴”为值。",
    "与上年相比变动较大等情况，请在同一行“说明”列写明原因（不少于 10 个字）。",
    "可以分几次填写。填好后在“统计调查—工作簿填报”页面上传：先显示核对结果，您确认后才写入；网页上另外改过的不会被覆盖，会逐项请您选择。",
    "本工作簿只能用于本单位本年度填报。Excel、WPS、LibreOffice 均可打开，请保存为 .xlsx。",
    "依照《中华人民共和国统计法》，填报资料只用于统计，不作其他用途。",
)
HEADINGS = (("部分", 44), ("可填单元格", 14))
DEFINITION_HEADINGS = (("代码", 9), ("指标名称", 36), ("计量单位", 10), ("时期", 10), ("指标解释", 60), ("可选项", 50))


def write_guide(book: xlsxwriter.Workbook, formats: Formats, front: Front, plans: Sequence[SheetPlan]) -> None:
    """Title, whose workbook it is, how it is filled in, and a link to every section."""
    sheet = book.add_worksheet(GUIDE_SHEET)
    for column, (_, width) in enumerate(HEADINGS):
        sheet.set_column(column, column, width)
    sheet.set_column(2, 2, 44)
    sheet.merge_range(0, 0, 0, 2, front.title, formats.printed(Look.TITLE))
    row = 1
    for label, text in (*front.subject, *front.marks):
        sheet.write_string(row, 0, f"{label}：{text}", formats.printed(Look.SUBJECT))
        row += 1
    for number, text in enumerate(GUIDE, 1):
        sheet.merge_range(row, 0, row, 2, "", formats.line)
        sheet.write_string(row, 0, f"{number}. {text}", formats.line)
        sheet.set_row(row, 32 if len(text) > 48 else 16)
        row += 1
    _write_contents(sheet, formats, plans, row + 1)
    _set_page(sheet)


def _write_contents(sheet: Worksheet, formats: Formats, plans: Sequence[SheetPlan], row: int) -> None:
    for column, (heading, _) in enumerate(HEADINGS):
        sheet.write_string(row, column, heading, formats.printed(Look.HEAD))
    for place, plan in enumerate(plans, row + 1):
        quoted = plan.name.replace("'", "''")
        sheet.write_url(place, 0, f"internal:'{quoted}'!A1", formats.link, plan.name)
        cells = sum(found.use == Use.VALUE for found in plan.fields)
        sheet.write_number(place, 1, cells, formats.printed(Look.SMALL))


def write_definitions(book: xlsxwriter.Workbook, formats: Formats, questionnaire: Questionnaire) -> None:
    """One line an item: what it means and what may be chosen."""
    sheet = book.add_worksheet(DEFINITIONS_SHEET)
    for column, (heading, width) in enumerate(DEFINITION_HEADINGS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats.printed(Look.HEAD))
    for row, item in enumerate(questionnaire.items.values(), 1):
        span = "" if item.span == Span.NONE else item.span.label
        options = "；".join(option.label for option in options_of(item))
        for column, text in enumerate((item.code, item.label, item.unit, span, item.help, options)):
            sheet.write_string(row, column, text, formats.wrapped)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    _set_page(sheet)


def _set_page(sheet: Worksheet) -> None:
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")
