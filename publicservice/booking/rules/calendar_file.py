"""One appointment as a calendar entry (RFC 5545): the same UID for good, a higher SEQUENCE with each change."""

from dataclasses import dataclass
from datetime import UTC, datetime

LINE_BYTES = 75
STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Entry:
    """``uid`` never changes; ``sequence`` grows whenever the booking does."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str
    text: str
    is_cancelled: bool = False


def render(entry: Entry, *, now: datetime) -> bytes:
    """A whole file; an entry that is already in a calendar is replaced by it."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ipservice//booking//ZH",
        f"METHOD:{'CANCEL' if entry.is_cancelled else 'PUBLISH'}",
        "BEGIN:VEVENT",
        f"UID:{entry.uid}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{now.astimezone(UTC):{STAMP}}",
        f"DTSTART:{entry.starts_at.astimezone(UTC):{STAMP}}",
        f"DTEND:{entry.ends_at.astimezone(UTC):{STAMP}}",
        f"SUMMARY:{_escaped(entry.title)}",
        f"LOCATION:{_escaped(entry.place)}",
        f"DESCRIPTION:{_escaped(entry.text)}",
        f"STATUS:{'CANCELLED' if entry.is_cancelled else 'CONFIRMED'}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    plain = "".join(mark for mark in text if mark == "\n" or mark.isprintable())
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, "\\" + mark)
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """No line longer than 75 bytes, none cut inside a character."""
    parts: list[bytes] = []
    current = b""
    for mark in line:
        raw = mark.encode()
        if len(current) + len(raw) > LINE_BYTES - (1 if parts else 0):
            parts.append(current)
            current = b""
        current += raw
    return b"\r\n ".join([*parts, current]) + b"\r\n"
