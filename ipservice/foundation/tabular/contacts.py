"""Telephone numbers, coordinates and opening hours."""

import re
from decimal import Decimal

from ipservice.foundation.characters import DASHES, narrow, plain_digits, without_invisible
from ipservice.foundation.reading import Reading, accepted_as, asked, rejected

AREA_CODE = "023"
LONGITUDES = (Decimal("105.28"), Decimal("110.20"))
LATITUDES = (Decimal("28.16"), Decimal("32.21"))
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:\+?86)?(010|02\d|0[3-9]\d{2})-?(\d{7,8})(?:(?:转|-|x|ext\.?)(\d{1,5}))?")
_LOST_ZERO = re.compile(r"([2-9]\d)-?(\d{8})")
_DEGREES = re.compile(r"(\d{1,3})[°度](\d{1,2})[′'分](?:(\d{1,2}(?:\.\d+)?)(?:[″\"秒]|''))?")
_SPAN = re.compile(r"(\d{1,2})(?::|点)(\d{2})?(?:-|至|到)(\d{1,2})(?::|点)(\d{2})?")


def _plain(raw: object) -> str:
    text = plain_digits(narrow(without_invisible(str(raw if raw is not None else "")))).translate(DASHES)
    return "".join(text.split())


def read_phone(raw: object) -> Reading[str]:
    """``023-00000001`` or a mobile number in eleven digits; a missing area code or zero is asked about."""
    text = _plain(raw)
    if isinstance(raw, float) and raw.is_integer():
        text = str(int(raw))
    international = text.replace("+86", "0", 1) if re.match(r"\+86[2-9]", text) else text
    if match := _MOBILE.fullmatch(international):
        return _phone(raw, match[1])
    if match := _LANDLINE.fullmatch(international):
        return _phone(raw, f"{match[1]}-{match[2]}" + (f"转{match[3]}" if match[3] else ""))
    if match := _LOST_ZERO.fullmatch(text):
        meant = f"0{match[1]}-{match[2]}"
        return asked(meant, f"“{text}”的区号可能丢了首位 0，是否为 {meant}？", meant)
    if re.fullmatch(r"\d{7,8}", text):
        meant = f"{AREA_CODE}-{text}"
        return asked(meant, f"“{text}”没有区号，是否为 {meant}？", meant)
    return rejected(f"“{str(raw).strip()[:30]}”不是电话号码，应填如 023-00000001 或11位手机号。")


def _phone(raw: object, number: str) -> Reading[str]:
    return accepted_as(number, [] if raw == number else [f"电话写法已统一为 {number}"])


def read_coordinates(longitude: object, latitude: object) -> Reading[tuple[Decimal, Decimal]]:
    """(longitude, latitude) in degrees inside the city; a swapped pair is turned round and said."""
    east, north = _degrees(longitude), _degrees(latitude)
    if east is None or north is None:
        missing = "经度" if east is None else "纬度"
        return rejected(f"{missing}未填写或不是度数，应填如 106.5630（经度）、29.5570（纬度）。")
    repairs = []
    if _within(north, LONGITUDES) and _within(east, LATITUDES):
        east, north = north, east
        repairs.append("经度和纬度填反，已对调")
    if not _within(east, LONGITUDES):
        return rejected(f"经度 {east} 不在重庆范围内（{LONGITUDES[0]}–{LONGITUDES[1]}），请核对。")
    if not _within(north, LATITUDES):
        return rejected(f"纬度 {north} 不在重庆范围内（{LATITUDES[0]}–{LATITUDES[1]}），请核对。")
    if any("°" in str(part) or "度" in str(part) for part in (longitude, latitude)):
        repairs.append("度分秒已换算为度")
    return accepted_as((east, north), repairs)


def _degrees(raw: object) -> Decimal | None:
    text = _plain(raw)
    if re.fullmatch(r"\d{1,3}(\.\d+)?", text):
        return Decimal(text)
    if match := _DEGREES.fullmatch(text):
        seconds = Decimal(match[1]) * 3600 + Decimal(match[2]) * 60 + Decimal(match[3] or 0)
        return (seconds / 3600).quantize(Decimal("0.00001"))
    return None


def _within(degrees: Decimal, limits: tuple[Decimal, Decimal]) -> bool:
    return limits[0] <= degrees <= limits[1]


def read_hours(raw: object) -> Reading[str]:
    """One span such as ``09:00-17:00``; twelve-hour words and anything longer are asked about or kept as text."""
    text = _plain(raw)
    if match := _SPAN.fullmatch(text):
        return accepted_as(hours := _span(match, 0), [] if raw == hours else [f"时间写法已统一为 {hours}"])
    if (match := re.fullmatch(rf"工作日{_SPAN.pattern}", text)) is not None:
        afternoon = 12 if int(match[3]) < int(match[1]) else 0
        hours = _span(match, afternoon)
        return asked(hours, f"“{str(raw).strip()}”是否为工作日 {hours}？", hours)
    return accepted_as(str(raw).strip(), []) if text else rejected("开放时间未填写，应填如 09:00-17:00。")


def _span(match: re.Match[str], afternoon: int) -> str:
    return f"{int(match[1]):02d}:{match[2] or '00'}-{int(match[3]) + afternoon:02d}:{match[4] or '00'}"
