"""One text for one content: what is hashed, published and recomputed by others.

Keys sorted, no blanks, UTF-8 without escapes, fractions as "n/d", dates in ISO form, decimals as text. A float
keeps its shortest form; NaN and infinity are refused.
"""

import dataclasses
import hashlib
import json
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any


def canonical_json(content: Any) -> bytes:
    """Equal contents give equal bytes. Raises TypeError for what has no canonical form, ValueError for NaN."""
    return json.dumps(
        _plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def digest(content: Any) -> str:
    """Hexadecimal SHA-256 of the canonical bytes."""
    return hashlib.sha256(canonical_json(content)).hexdigest()


def _plain(content: Any) -> Any:
    if isinstance(content, Enum):
        return content.value
    if content is None or isinstance(content, str | int | float):
        return content
    if isinstance(content, dict):
        return {_key(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(part) for part in content]
    return _scalar(content)


def _scalar(content: Any) -> Any:
    if isinstance(content, Fraction):
        return f"{content.numerator}/{content.denominator}"
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, Decimal):
        return str(content)
    if dataclasses.is_dataclass(content) and not isinstance(content, type):
        return {part.name: _plain(getattr(content, part.name)) for part in dataclasses.fields(content)}
    raise TypeError(f"no canonical form for {type(content).__name__}")


def _key(key: Any) -> str:
    if isinstance(key, Enum):
        return str(key.value)
    if isinstance(key, bool) or not isinstance(key, str | int):
        raise TypeError(f"a key must be text or a whole number, not {type(key).__name__}")
    return str(key)
