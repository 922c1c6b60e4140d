"""What a file is, told by its content; its name is not asked."""

from enum import StrEnum
from pathlib import Path

from ipservice.intake.reading.refusals import EmptyFile, EncryptedWorkbook, WrongFileType

ZIP = b"PK\x03\x04"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD_BYTES = 64 * 1024
_NAMED = (
    (b"%PDF", "PDF 文档"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "可执行程序"),
    (b"\x7fELF", "可执行程序"),
    (b"SQLite", "数据库文件"),
)
_MARKUP = ((b"<!doctype html", "网页"), (b"<html", "网页"), (b"<svg", "SVG 图片"), (b"<?xml", "XML 文档"))
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WIDE_BOOKS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


class FileKind(StrEnum):
    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "text"


def kind_of(path: Path) -> FileKind:
    """Raises ``EmptyFile``, ``WrongFileType`` or ``EncryptedWorkbook``."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise EmptyFile
    if head.startswith(ZIP):
        return FileKind.XLSX
    if head.startswith(COMPOUND):
        return _compound(path, size)
    if found := _foreign(head):
        raise WrongFileType(found=found)
    return FileKind.TEXT


def _compound(path: Path, size: int) -> FileKind:
    """An OLE container: an old workbook, an encrypted new one, or a Word document. Its directory may lie anywhere."""
    with path.open("rb") as file:
        content = file.read(min(size, 64 * 1024 * 1024))
    if _WIDE_ENCRYPTED in content:
        raise EncryptedWorkbook
    if not any(name in content for name in _WIDE_BOOKS):
        raise WrongFileType(found="Word 文档或其他 OLE 文件")
    return FileKind.XLS


def _foreign(head: bytes) -> str:
    for mark, name in _NAMED:
        if head.startswith(mark):
            return name
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")[:64].lower()
    for mark, name in _MARKUP:
        if start.startswith(mark):
            return name
    if head.startswith(_UTF16_MARKS):
        return ""
    return "二进制文件" if _looks_binary(head) else ""


def _looks_binary(head: bytes) -> bool:
    """Control characters that no table of text has; a few NULs are a defect of a cell, not of the file."""
    strange = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 32)))
    return strange * 100 > len(head)
