"""What a file is, is told by its bytes; what could hurt is refused with a sentence."""

import io
import struct
import time
import zipfile
import zlib

import pytest
from PIL import Image

from ipservice.evidence.content import DOCX, JPEG, PDF, PNG, XLSX, FileRefused, examine
from ipservice.evidence.purposes import PAPERS

CONTENT_TYPES = ("[Content_Types].xml", b"<Types/>")
WORD = ("word/document.xml", b"<w:document/>")
BOOK = ("xl/workbook.xml", b"<workbook/>")


def archive(*parts: tuple[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as book:
        for name, content in parts:
            book.writestr(name, content)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (8, 6), **save) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **save)
    return out.getvalue()


def huge_png() -> bytes:
    """30,000 × 30,000 pixels by its head, a few bytes on disk."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7\n...", PDF),
        (picture("JPEG"), JPEG),
        (picture("PNG"), PNG),
        (archive(CONTENT_TYPES, WORD), DOCX),
        (archive(CONTENT_TYPES, BOOK), XLSX),
    ],
    ids=lambda value: getattr(value, "short", ""),
)
def test_the_type_is_told_by_the_bytes_whatever_the_name(content, kind):
    assert examine(content, "随便.txt", PAPERS)[0] is kind


HOSTILE = {
    "空文件": (b"", "是空文件"),
    "程序": (b"MZ\x90\x00", "类型不能接收"),
    "网页": (b"<html><script>alert(1)</script>", "类型不能接收"),
    "带脚本的SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "类型不能接收"),
    "旧格式或加密的Office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "旧格式或加密"),
    "普通压缩包": (archive(("a.txt", b"a")), "类型不能接收"),
    "压缩包套压缩包": (archive(("b.zip", archive(("a.txt", b"a")))), "类型不能接收"),
    "损坏的压缩包": (b"PK\x03\x04 broken", "已损坏"),
    "压缩炸弹": (archive(CONTENT_TYPES, ("word/document.xml", b"\0" * 5_000_000)), "过大或部件过多"),
    "部件过多": (
        archive(CONTENT_TYPES, WORD, *[(f"p{n}", b"x") for n in range(200)], compression=zipfile.ZIP_STORED),
        "过大或部件过多",
    ),
    "带宏": (archive(CONTENT_TYPES, WORD, ("word/vbaProject.bin", b"x")), "宏、嵌入对象"),
    "带OLE": (archive(CONTENT_TYPES, WORD, ("word/embeddings/oleObject1.bin", b"x")), "宏、嵌入对象"),
    "外链数据": (archive(CONTENT_TYPES, BOOK, ("xl/externalLinks/externalLink1.xml", b"x")), "外部链接"),
    "路径穿越": (archive(CONTENT_TYPES, WORD, ("../../etc/cron.d/x", b"x")), "宏、嵌入对象"),
    "远程模板": (
        archive(
            CONTENT_TYPES,
            WORD,
            ("word/_rels/settings.xml.rels", b'<R Type="x/attachedTemplate" TargetMode="External"/>'),
        ),
        "外部模板",
    ),
    "带脚本的PDF": (b"%PDF-1.7\n/OpenAction << /S /JavaScript >>", "脚本或可执行动作"),
    "会启动程序的PDF": (b"%PDF-1.7\n<< /S /Launch >>", "脚本或可执行动作"),
    "九亿像素": (huge_png(), "超过 4000 万像素"),
    "坏图片": (b"\xff\xd8\xff\xe0 not a picture", "不是完好的图片"),
    "坏PNG": (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "不是完好的图片"),
}


@pytest.mark.parametrize(("content", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_could_hurt_is_refused_with_a_sentence_at_once(content, sentence):
    begun = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        examine(content, "证据.pdf", PAPERS)

    assert sentence in refused.value.message
    assert time.monotonic() - begun < 2


def test_a_type_that_the_purpose_does_not_take_is_refused_and_says_what_it_takes():
    with pytest.raises(FileRefused) as refused:
        examine(picture("PNG"), "图.png", frozenset({"pdf"}))

    assert refused.value.message == "文件“图.png”的类型不能接收。可以上传：PDF（按内容判断，与扩展名无关）。"


def test_a_photograph_loses_where_it_was_taken():
    exif = Image.Exif()
    exif[0x8825] = {1: "N", 2: (29.0, 33.0, 0.0)}
    _, clean = examine(picture("JPEG", exif=exif), "照片.jpg", PAPERS)

    with Image.open(io.BytesIO(clean)) as shown:
        assert (shown.size, dict(shown.getexif())) == ((8, 6), {})


def test_what_hides_behind_a_picture_stays_behind():
    _, clean = examine(picture("PNG") + b"<script>alert(1)</script>", "图.png", PAPERS)

    assert b"script" not in clean


@pytest.mark.parametrize(("width", "is_taken"), [(6400, True), (6401, False)], ids=["四千万像素以内", "超过"])
def test_forty_million_pixels_are_the_limit(width, is_taken):
    content = picture("PNG", (width, 6250))
    if is_taken:
        assert examine(content, "图.png", PAPERS)[0] is PNG
    else:
        with pytest.raises(FileRefused):
            examine(content, "图.png", PAPERS)
