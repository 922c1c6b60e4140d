"""Verifies a release of open data: python verify_release.py ADDRESS_OR_DIRECTORY

Needs nothing but Python 3.11. Reads manifest.json and every file it names, from https://…/data/v2027.1/ or from a
directory they were saved in, and says whether each byte is as it was given out. Ends with 0 when all is, else with 1.
"""

import hashlib
import json
import sys
import urllib.request
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
SECONDS = 30


def faults(manifest: bytes, files: Mapping[str, bytes]) -> list[str]:
    """What does not belong together, in words; empty when every byte is as it was given out."""
    try:
        content = json.loads(manifest)
        own, listed = content.pop("manifest_sha256"), {each["name"]: each for each in content["files"]}
    except (ValueError, KeyError, TypeError, AttributeError):
        return [f"{MANIFEST} 无法读取。"]
    found = [] if _sha256(_canonical(content)) == own else [f"{MANIFEST} 与其自身的校验值不符。"]
    for name in sorted({*listed, *files}):
        found += _file_faults(name, listed.get(name), files.get(name))
    return found


def _file_faults(name: str, entry: Mapping[str, Any] | None, content: bytes | None) -> list[str]:
    if entry is None:
        return [f"{name} 不在清单中。"]
    if content is None:
        return [f"缺少 {name}。"]
    if _sha256(content) != entry.get("sha256"):
        return [f"{name} 与清单中的校验值不符。"]
    return []


def _canonical(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _fetched(place: str, name: str) -> bytes:
    with urllib.request.urlopen(f"{place}/{name}", timeout=SECONDS) as answer:  # noqa: S310  # nosec B310
        return answer.read()


def reader_of(place: str) -> Callable[[str], bytes]:
    """``read(name)`` for files at an address or in a directory; raises OSError for one that is not there."""
    if place.startswith(("https://", "http://")):
        return partial(_fetched, place.rstrip("/"))
    return lambda name: (Path(place) / name).read_bytes()


def verify(read: Callable[[str], bytes]) -> list[str]:
    """Reads the manifest and what it names; a file that cannot be read counts as missing."""
    try:
        manifest = read(MANIFEST)
    except OSError as problem:
        return [f"{MANIFEST} 无法读取：{problem}"]
    files: dict[str, bytes] = {}
    for name in _names(manifest):
        try:
            files[name] = read(name)
        except OSError:
            continue
    return faults(manifest, files)


def _names(manifest: bytes) -> list[str]:
    """A name that leads elsewhere is not followed."""
    try:
        names = [str(each["name"]) for each in json.loads(manifest)["files"]]
    except (ValueError, KeyError, TypeError):
        return []
    return [name for name in names if "/" not in name and "\\" not in name and not name.startswith(".")]


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print(__doc__)
        return 2
    wrong = verify(reader_of(arguments[0]))
    print("\n".join(wrong) if wrong else "一致：全部文件与清单相符。")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
