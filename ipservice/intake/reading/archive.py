"""The directory of a workbook, judged before anything is unpacked: a bomb or a macro costs milliseconds, no memory."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import (
    EncryptedWorkbook,
    UnreadableFile,
    UnsafeWorkbook,
    WorkbookTooDense,
    WrongFileType,
)

SMALL_PART = 64 * 1024
_UNWANTED = (
    ("vbaproject", "宏（VBA 工程）"),
    ("/embeddings/", "嵌入的文件"),
    ("/externallinks/", "指向外部工作簿的链接"),
    ("/activex/", "ActiveX 控件"),
    ("/connections.xml", "外部数据连接"),
    ("/querytables/", "外部数据查询"),
)


def judge_directory(path: Path, limits: Limits) -> None:
    """Raises the refusal of the first thing that has no place in a table of data."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, RuntimeError, ValueError, OSError) as error:
        raise UnreadableFile from error
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise WrongFileType(found=_other_package(names))
    if len(entries) > limits.parts:
        raise WorkbookTooDense(found=f"内含 {len(entries)} 个部件，上限 {limits.parts} 个")
    for entry in entries:
        _judge_entry(entry, limits)
    _judge_sum(entries, limits)


def _judge_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    name = entry.filename
    if entry.flag_bits & 0x1:
        raise EncryptedWorkbook
    if name.startswith(("/", "\\")) or ".." in PurePosixPath(name.replace("\\", "/")).parts:
        raise UnsafeWorkbook(found="指向文件夹之外的路径")
    lowered = f"/{name.lower()}"
    for mark, label in _UNWANTED:
        if mark in lowered:
            raise UnsafeWorkbook(found=label)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnsafeWorkbook(found="不常见的压缩方式")
    if entry.file_size > SMALL_PART and entry.file_size > limits.ratio * max(entry.compress_size, 1):
        raise WorkbookTooDense(found=f"部件 {name} 的压缩比超过 {limits.ratio} 倍")


def _judge_sum(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise WorkbookTooDense(
            found=f"解压后 {unpacked // 1024 // 1024} MB，上限 {limits.unpacked_bytes // 1024 // 1024} MB"
        )


def _other_package(names: set[str]) -> str:
    if "word/document.xml" in names:
        return "Word 文档"
    if "ppt/presentation.xml" in names:
        return "演示文稿"
    if "xl/workbook.bin" in names:
        return ".xlsb 二进制工作簿"
    return "ZIP 压缩包"


def stream(archive: zipfile.ZipFile, name: str, budget: list[int], block: int = 4 * 1024 * 1024) -> Iterator[bytes]:
    """Blocks of a part as they really come out; ``budget[0]`` bytes may come out of all parts together."""
    try:
        with archive.open(name) as part:
            while content := part.read(block):
                budget[0] -= len(content)
                if budget[0] < 0:
                    raise WorkbookTooDense(found="实际解压的内容比目录所写的多")
                yield content
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise UnreadableFile from error
