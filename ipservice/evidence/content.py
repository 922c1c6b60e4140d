"""What a file really is, told by its bytes; its name and what the browser says are not believed."""

import io
import zipfile
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from ipservice.foundation.errors import DomainError

MAX_PIXELS = 40_000_000
MAX_PARTS = 200
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_RATIO = 100
FORBIDDEN_PARTS = ("vbaproject", "embeddings/", "externallinks/", "activex/", "oleobject")
LABELS = {"pdf": "PDF", "jpeg": "JPG 图片", "png": "PNG 图片", "docx": "Word（docx）", "xlsx": "Excel（xlsx）"}


class FileRefused(DomainError):
    code = "file_refused"
    template = "文件“{name}”{problem}。{advice}"


@dataclass(frozen=True, slots=True)
class MediaType:
    """``short`` is how purposes name it, ``extension`` what a download is called."""

    short: str
    media_type: str
    extension: str


PDF = MediaType("pdf", "application/pdf", "pdf")
JPEG = MediaType("jpeg", "image/jpeg", "jpg")
PNG = MediaType("png", "image/png", "png")
DOCX = MediaType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
XLSX = MediaType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
MEDIA_TYPES = {kind.media_type: kind for kind in (PDF, JPEG, PNG, DOCX, XLSX)}
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def examine(content: bytes, name: str, accepted: frozenset[str]) -> tuple[MediaType, bytes]:
    """The type and the bytes to keep (images re-encoded, without EXIF). Raises ``FileRefused``."""
    if not content:
        raise FileRefused(name=name, problem="是空文件", advice="请检查后重新选择。")
    kind = _sniff(content, name)
    if kind is None or kind.short not in accepted:
        labels = "、".join(LABELS[short] for short in LABELS if short in accepted)
        raise FileRefused(
            name=name, problem="的类型不能接收", advice=f"可以上传：{labels}（按内容判断，与扩展名无关）。"
        )
    if kind in (JPEG, PNG):
        return kind, _redrawn(content, name, kind)
    if kind is PDF:
        _refuse_active_pdf(content, name)
    return kind, content


def _sniff(content: bytes, name: str) -> MediaType | None:
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(OLE_MAGIC):
        raise FileRefused(
            name=name, problem="是旧格式或加密的 Office 文件", advice="请去除密码并另存为 docx、xlsx 或 PDF 后上传。"
        )
    return _office_type(content, name) if content.startswith(b"PK\x03\x04") else None


def _office_type(content: bytes, name: str) -> MediaType | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_hostile_archive(archive, parts, name)
            names = {part.filename for part in parts}
    except (zipfile.BadZipFile, UnicodeDecodeError, EOFError) as broken:
        raise FileRefused(name=name, problem="已损坏，无法打开", advice="请重新导出后上传。") from broken
    if "[Content_Types].xml" not in names:
        return None
    if "word/document.xml" in names:
        return DOCX
    return XLSX if "xl/workbook.xml" in names else None


def _refuse_hostile_archive(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES or unpacked / packed > MAX_RATIO:
        raise FileRefused(name=name, problem="解压后的内容过大或部件过多", advice="请拆分为较小的文件后上传。")
    for part in parts:
        _refuse_hostile_part(archive, part, name)


def _refuse_hostile_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> None:
    path = part.filename.lower()
    if part.flag_bits & 1:
        raise FileRefused(name=name, problem="已加密", advice="请去除密码后上传。")
    if ".." in path or path.startswith("/") or any(word in path for word in FORBIDDEN_PARTS):
        raise FileRefused(name=name, problem="含有宏、嵌入对象或外部链接", advice="请去除后上传，或另存为 PDF。")
    if path.endswith(".rels") and b"attachedtemplate" in archive.read(part).lower():
        raise FileRefused(name=name, problem="引用了外部模板", advice="请去除后上传，或另存为 PDF。")


def _refuse_active_pdf(content: bytes, name: str) -> None:
    if b"/JavaScript" in content or b"/Launch" in content:
        raise FileRefused(name=name, problem="含有脚本或可执行动作", advice="请重新打印为普通 PDF 后上传。")


def _redrawn(content: bytes, name: str, kind: MediaType) -> bytes:
    """The same picture drawn afresh: EXIF, hidden payloads and polyglot tails stay behind."""
    try:
        with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as picture:
            width, height = picture.size
            if width * height > MAX_PIXELS:
                raise _too_many_pixels(name)
            canvas = picture.convert("RGB" if kind is JPEG else "RGBA")
            out = io.BytesIO()
            canvas.save(out, format="JPEG" if kind is JPEG else "PNG", quality=90)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_many_pixels(name) from bomb
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as broken:
        raise FileRefused(name=name, problem="不是完好的图片", advice="请重新保存后上传。") from broken
    return out.getvalue()


def _too_many_pixels(name: str) -> FileRefused:
    return FileRefused(name=name, problem="超过 4000 万像素", advice="请缩小后上传。")
