"""Keeping and opening uploaded files. The bytes lie under their own SHA-256; names never become paths."""

import hashlib
import os
import unicodedata
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ipservice.accounts.models import User
from ipservice.evidence.content import FileRefused, examine
from ipservice.evidence.models import StoredFile
from ipservice.evidence.purposes import purpose_of

NAME_LENGTH = 120
BLOCK = 1 << 20


def keep(uploaded_file: UploadedFile, *, purpose: str, by: User | None) -> StoredFile:
    """Check an upload and keep it. Raises ``FileRefused``; nothing is stored then."""
    name = clean_name(uploaded_file.name or "")
    limit = purpose_of(purpose).max_bytes
    if uploaded_file.size > limit:
        raise FileRefused(name=name, problem=f"超过 {limit // (1024 * 1024)} MB 的上限", advice="请压缩或拆分后上传。")
    return keep_bytes(uploaded_file.read(), name, purpose=purpose, by=by)


def keep_bytes(content: bytes, name: str, *, purpose: str, by: User | None) -> StoredFile:
    """Check and keep ``content``; the same bytes are stored once, however often they come."""
    kind, clean = examine(content, clean_name(name), purpose_of(purpose).types)
    sha256 = hashlib.sha256(clean).hexdigest()
    _write(sha256, (clean,))
    return StoredFile.objects.create(
        sha256=sha256,
        name=clean_name(name),
        media_type=kind.media_type,
        size_bytes=len(clean),
        purpose=purpose,
        uploaded_by=by,
    )


def keep_judged(path: Path, name: str, *, media_type: str, purpose: str, by: User | None) -> StoredFile:
    """Keep a file of any size whose type and limits the caller has judged; it is streamed, never held in memory."""
    with path.open("rb") as source:
        sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        source.seek(0)
        _write(sha256, iter(lambda: source.read(BLOCK), b""))
    return StoredFile.objects.create(
        sha256=sha256,
        name=clean_name(name),
        media_type=media_type,
        size_bytes=path.stat().st_size,
        purpose=purpose,
        uploaded_by=by,
    )


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes, for reading; the caller closes it."""
    return path_of(stored.sha256).open("rb")


def clean_name(name: str) -> str:
    """What may be shown as a file's name: no path, no control or direction characters, of bounded length."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in bare if unicodedata.category(character)[0] != "C").strip(" .")
    stem, dot, extension = shown.rpartition(".")
    if len(shown) > NAME_LENGTH and dot and len(extension) <= 8:
        return f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}"
    return shown[:NAME_LENGTH] or "未命名"


def may_open(user, stored: StoredFile) -> bool:
    """Whether ``user`` may see this file: the purpose decides; one's own uploads always."""
    if user.is_authenticated and stored.uploaded_by_id == user.pk:
        return True
    return purpose_of(stored.purpose).may_see(user, stored)


def remove_bytes(sha256: str) -> None:
    """Delete the bytes of a content that no row refers to any more."""
    if not StoredFile.objects.filter(sha256=sha256).exists():
        path_of(sha256).unlink(missing_ok=True)


def path_of(sha256: str) -> Path:
    """Where the bytes of a content lie."""
    return Path(settings.MEDIA_ROOT) / "evidence" / sha256[:2] / sha256


def _write(sha256: str, blocks: Iterable[bytes]) -> None:
    """All or nothing: a process killed while writing leaves no half file under the hash."""
    target = path_of(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{uuid.uuid4().hex}.part")
    with beside.open("wb") as out:
        for block in blocks:
            out.write(block)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(target)
