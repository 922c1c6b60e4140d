"""Hostile and broken files are refused in clear words, quickly, and the reading process is the only one at risk."""

import io
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import (
    EmptyFile,
    EncryptedWorkbook,
    FileTooLarge,
    ReaderGaveUp,
    SheetTooWide,
    TooManyFormulas,
    UnknownEncoding,
    UnreadableFile,
    UnsafeWorkbook,
    WorkbookTooDense,
    WrongFileType,
)
from ipservice.intake.reading.uploads import Chunk, Sheet, read

ROOT_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument"/></Relationships>'
)
BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="明细" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
BOOK_RELS = ROOT_RELS.replace("xl/workbook.xml", "worksheets/sheet1.xml").replace('officeDocument"/>', 'worksheet"/>')
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
HEAD = '<?xml version="1.0"?>'
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def workbook(tmp_path: Path, sheet: str | bytes, **parts: bytes) -> Path:
    """A workbook made by hand, so that it may hold what no program would write."""
    path = tmp_path / "hostile.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", ROOT_RELS)
        archive.writestr("xl/workbook.xml", BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", BOOK_RELS)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows_of(path: Path, limits: Limits | None = None) -> list[tuple]:
    return [row for part in read(path, limits) if isinstance(part, Chunk) for row in part.frame.rows()]


def refusal(path: Path, limits: Limits | None = None) -> UnreadableFile:
    started = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        list(read(path, limits))
    assert time.monotonic() - started < 10
    return refused.value


def test_two_cells_far_apart_in_a_tiny_workbook_are_refused_before_they_are_read(tmp_path):
    rows = f'<row r="1">{cell("A1", "申请号")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>'
    path = workbook(tmp_path, HEAD + SHEET.format(rows))
    assert path.stat().st_size < 4_700

    refused = refusal(path)

    assert type(refused) is SheetTooWide
    assert "XFD1048576" in refused.message


def test_addresses_in_single_quotes_do_not_get_past_the_check(tmp_path):
    far = cell("XFD1048576", "x").replace('"', "'")
    path = workbook(tmp_path, HEAD + SHEET.format(f"<row r='1'>{far}</row>"))

    assert type(refusal(path)) is UnreadableFile


def test_a_reader_that_dies_of_its_limits_takes_only_itself_down(tmp_path):
    rows = f'<row r="1">{cell("A1", "申请号")}</row><row r="1048576">{cell("CV1048576", "x")}</row>'
    path = workbook(tmp_path, HEAD + SHEET.format(rows))
    without_extent_check = Limits(rows=2_000_000)

    refused = refusal(path, without_extent_check)

    assert type(refused) is ReaderGaveUp
    assert "系统不受影响" in refused.message


def test_a_reader_that_takes_too_long_is_stopped(tmp_path):
    rows = "".join(f'<row r="{row}">{cell(f"A{row}", "x")}</row>' for row in range(1, 150_000))
    path = workbook(tmp_path, HEAD + SHEET.format(rows))

    assert type(refusal(path, Limits(wall_seconds=0, ratio=10_000))) is ReaderGaveUp


def test_a_bomb_is_refused_by_its_directory(tmp_path):
    path = workbook(tmp_path, HEAD + SHEET.format(" " * 40_000_000))

    assert type(refusal(path)) is WorkbookTooDense


def test_a_directory_that_lies_about_sizes_is_found_while_unpacking(tmp_path):
    path = workbook(tmp_path, HEAD + SHEET.format(f'<row r="1">{cell("A1", "x")}</row>' + " " * 3_000_000))

    assert type(refusal(path, Limits(unpacked_bytes=2_900_000, ratio=10_000))) is WorkbookTooDense


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(tmp_path, encoding):
    laughs = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "{"x" * 20}">]>' + SHEET.format("")

    assert type(refusal(workbook(tmp_path, laughs.encode(encoding)))) is UnsafeWorkbook


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("xl__vbaProject.bin", "宏"),
        ("xl__embeddings__oleObject1.bin", "嵌入"),
        ("xl__externalLinks__externalLink1.xml", "外部工作簿"),
        ("..__..__etc__passwd", "文件夹之外"),
    ],
)
def test_what_has_no_place_in_a_table_is_refused_by_name(tmp_path, part, found):
    refused = refusal(workbook(tmp_path, HEAD + SHEET.format(""), **{part: b"x"}))

    assert type(refused) is UnsafeWorkbook
    assert found in refused.message


def test_printer_settings_are_harmless(tmp_path):
    rows = f'<row r="1">{cell("A1", "申请号")}</row>'
    path = workbook(tmp_path, HEAD + SHEET.format(rows), xl__printerSettings__printerSettings1__bin=b"x")

    assert rows_of(path) == [("申请号",)]


def test_too_many_parts_are_refused(tmp_path):
    parts = {f"xl__media__{number}.txt": b"x" for number in range(201)}

    assert type(refusal(workbook(tmp_path, HEAD + SHEET.format(""), **parts))) is WorkbookTooDense


def test_formulas_everywhere_are_refused_and_a_few_are_named(tmp_path):
    path = tmp_path / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("表")
        for row in range(30):
            sheet.write_formula(row, 1, "=1+1")

    assert type(refusal(path, Limits(formulas=20))) is TooManyFormulas
    found = next(part for part in read(path) if isinstance(part, Sheet))
    assert len(found.formulas) == 30


@pytest.mark.parametrize(
    ("content", "expected", "word"),
    [
        (b"", EmptyFile, "空的"),
        (b"\n\n  \n", EmptyFile, "空的"),
        (b"%PDF-1.7\n", WrongFileType, "PDF"),
        (b"\x89PNG\r\n\x1a\n0000", WrongFileType, "图片"),
        (b"<html><body>a,b</body></html>", WrongFileType, "网页"),
        (b"<svg onload='alert(1)'/>", WrongFileType, "SVG"),
        (b"Rar!\x1a\x07", WrongFileType, "RAR"),
        (b"MZ\x90\x00" + b"\x00" * 60, WrongFileType, "可执行"),
        (bytes(range(256)) * 20, WrongFileType, "二进制"),
        (b"a,b\n\xff\xff\xff\xff,1\n", UnknownEncoding, "编码"),
        (b"PK\x03\x04 this is no archive", UnreadableFile, "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, WrongFileType, "OLE"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            EncryptedWorkbook,
            "密码",
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_what_is_no_table_is_refused_by_its_content_whatever_its_name(tmp_path, content, expected, word):
    path = tmp_path / "con.csv"
    path.write_bytes(content)

    refused = refusal(path)

    assert type(refused) is expected
    assert word in refused.message


@pytest.mark.parametrize("member", ["word/document.xml", "ppt/presentation.xml", "readme.txt", "inner.zip"])
def test_other_archives_are_named_for_what_they_are(tmp_path, member):
    path = tmp_path / "renamed.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, b"x")

    assert type(refusal(path)) is WrongFileType


def test_a_file_above_the_limit_is_refused_without_being_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(3 * 1024**3)

    refused = refusal(path)

    assert type(refused) is FileTooLarge
    assert "3072 MB" in refused.message


def test_a_workbook_has_a_lower_limit_than_text(tmp_path):
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["申请号"])
    book.save(path)

    assert type(refusal(path, Limits(workbook_bytes=1_000))) is FileTooLarge
    assert rows_of(path) == [("申请号",)]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("机构名称,电话\n重庆𠮷所,1\n", "gb18030"),
        ("机构名称,电话\n重庆𠮷所,1\n", "utf-8"),
        ("机构名称\t电话\n重庆𠮷所\t1\n", "utf-8-sig"),
        ("机构名称\t电话\r\n重庆𠮷所\t1\r\n", "utf-16"),
        ("机构名称;电话\n重庆𠮷所;1", "utf-8"),
    ],
)
def test_text_is_read_in_its_own_encoding_and_delimiter(tmp_path, text, encoding):
    path = tmp_path / "names.csv"
    path.write_bytes(text.encode(encoding))

    assert rows_of(path) == [("机构名称", "电话"), ("重庆𠮷所", "1")]


def test_line_breaks_in_quotes_blank_lines_and_short_lines_keep_their_line_numbers(tmp_path):
    path = tmp_path / "quoted.csv"
    path.write_text('a,b\n"x\ny",1\n\nz\n', encoding="utf-8")

    assert rows_of(path) == [("a", "b"), ("x\ny", "1"), (None, None), ("z", None)]


def test_plain_and_quoted_text_give_the_same_frames(tmp_path):
    plain, quoted = tmp_path / "plain.csv", tmp_path / "quoted.csv"
    plain.write_text("a,b\n1,2\n,3\n", encoding="utf-8")
    quoted.write_text('a,b\n1,"2"\n,3\n', encoding="utf-8")

    assert rows_of(plain) == rows_of(quoted)


def test_a_large_file_comes_in_chunks_with_true_line_numbers(tmp_path):
    path = tmp_path / "long.csv"
    out = io.StringIO()
    out.writelines(f"{number},{'x' * 60}\n" for number in range(1, 600_001))
    path.write_text(out.getvalue(), encoding="utf-8")

    chunks = [part for part in read(path) if isinstance(part, Chunk)]

    assert len(chunks) > 1
    assert all(chunk.frame["c0"][0] == str(chunk.first_line) for chunk in chunks)
    assert sum(chunk.frame.height for chunk in chunks) == 600_000


def test_names_of_cells_are_told_with_the_sheet_they_lie_on(tmp_path):
    path = tmp_path / "names.xlsx"
    with xlsxwriter.Workbook(path) as book:
        first, _ = book.add_worksheet("甲's 表"), book.add_worksheet("乙")
        first.write(4, 2, 7)
        book.define_name("item_1", "='甲''s 表'!$C$5")
        book.define_name("item_2", "=乙!$A$1:$B$2")
        book.define_name("rate", "=0.5")

    sheets = [part for part in read(path) if isinstance(part, Sheet)]

    assert [(sheet.name, sheet.names) for sheet in sheets] == [("甲's 表", {"item_1": "C5"}), ("乙", {"item_2": "A1"})]
