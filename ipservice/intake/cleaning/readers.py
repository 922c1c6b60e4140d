"""Readers of columns: the careful way of ``foundation`` for any cell, and a quick way for the ordinary ones."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Any

import polars as pl

from ipservice.foundation.identifiers import agency_code, application_number, attorney, credit_code
from ipservice.foundation.identifiers.errors import IdentifierError
from ipservice.foundation.reading import Action, Reading, fixed, kept, rejected
from ipservice.foundation.tabular.contacts import read_hours, read_phone
from ipservice.foundation.tabular.dates import read_date
from ipservice.foundation.tabular.numbers import read_count, read_money, read_percentage
from ipservice.foundation.tabular.terms import read_term
from ipservice.foundation.tabular.text import is_blank, is_error_value, is_placeholder, read_text
from ipservice.intake.cleaning.digits import plain_numbers
from ipservice.intake.feeds import Context, Reader

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_ORDINARY = (
    r"^[0-9A-Za-z\u4e00-\u9fa5（(《“]"
    r"[0-9A-Za-z\u4e00-\u9fa5 ,.:;/#&_()\[\]'*~%!?|\-，。、；：（）“”‘’《》·—…！？【】]*$"
)
_BREAK = re.compile(r"\s*[\r\n]+\s*")
_FIRST_DAY = date(1950, 1, 1)


def text(longest: int = 200) -> Reader:
    """Plain text on one line. What looks odd but is right (rare characters, a leading =) is kept and pointed out."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        return cells, cells.str.contains(_ORDINARY) & (cells.str.len_chars() <= longest) & ~_rare(cells)

    return Reader("text", pl.String, partial(_each_text, longest=longest), plain)


def _each_text(raw: Any, context: Context, *, longest: int) -> Reading[str]:
    reading = (_nothing_said(raw) if is_error_value(raw) else None) or read_text(raw, longest=longest)
    if reading.value and _BREAK.search(reading.value):
        message = reading.message.removesuffix("。")
        reading = fixed(
            _BREAK.sub(" ", reading.value), f"{message + '；' if message else ''}单元格内的换行已改为空格。"
        )
    if reading.action == Action.KEEP and reading.value:
        return Reading(reading.value, message=_oddity(reading.value))
    return reading


def _oddity(value: str) -> str:
    if value.startswith(FORMULA_STARTS):
        return f"以“{value[0]}”开头，原样保存，导出时加撇号以免被当作公式。"
    if "<" in value or ">" in value:
        return "含有尖括号，按普通文字原样保存。"
    if rare := next((char for char in value if _is_rare(char)), ""):
        return f"含有生僻字“{rare}”，已原样保留。"
    if any(unicodedata.category(char) in ("So", "Co", "Cn") or _is_compatibility(char) for char in value):
        return "含有表情符号或兼容字符，已原样保留。"
    return ""


def _is_compatibility(char: str) -> bool:
    wide = unicodedata.east_asian_width(char) == "F"
    return not wide and char != "…" and unicodedata.decomposition(char).startswith("<")


def _is_rare(char: str) -> bool:
    """A Chinese character outside GB 2312, whose 6,763 are those that everybody reads."""
    if not ("\u4e00" <= char <= "\u9fff" or ord(char) >= 0x20000):
        return False
    return not _in_gb2312(char)


def _in_gb2312(chars: str) -> bool:
    try:
        chars.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _rare(cells: pl.Series) -> pl.Series:
    """Which cells hold a rare character; the distinct characters of a column are few."""
    letters = cells.drop_nulls().unique().str.replace_all(r"[^\u4e00-\u9fff]", "").str.join("")
    rare = {char for char in set(letters[0] or "") if not _in_gb2312(char)} if len(letters) else set()
    return cells.str.contains_any(sorted(rare)) if rare else cells.is_null() & cells.is_not_null()


def term(
    terms: Mapping[str, str], loose: Mapping[str, str] | None = None, *, names: Mapping[str, str] | None = None
) -> Reader:
    """A word of a vocabulary, stored as its value; ``names`` shows a value (by default its first word)."""
    shown = dict(names or {value: word for word, value in reversed(list(terms.items()))})

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        values = cells.replace_strict(terms, default=None, return_dtype=pl.String)
        return values, values.is_not_null()

    def each(raw: Any, context: Context) -> Reading[str]:
        return _nothing_said(raw) or read_term(raw, terms, loose)

    return Reader("text", pl.String, each, plain, show=lambda value: shown.get(value, str(value)))


def day(*, may_be_future: bool = False) -> Reader:
    """A date; one after today is refused unless it may lie ahead."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        formed = pl.select(pl.when(cells.str.contains(r"^\d{4}-\d{2}-\d{2}$")).then(cells)).to_series()
        days = formed.str.to_date("%Y-%m-%d", strict=False)
        last = date(9999, 12, 31) if may_be_future else context.today
        return days, (days >= _FIRST_DAY) & (days <= last)

    def each(raw: Any, context: Context) -> Reading[date]:
        return _nothing_said(raw) or read_date(raw, today=None if may_be_future else context.today)

    return Reader("date", pl.Date, each, plain, show=lambda value: value.isoformat())


def count(unit: str = "件") -> Reader:
    """A whole number from zero."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        formed = pl.select(pl.when(cells.str.contains(r"^(?:0|[1-9]\d{0,8})$")).then(cells)).to_series()
        numbers = formed.cast(pl.Int64)
        return numbers, numbers.is_not_null()

    return Reader("integer", pl.Int64, lambda raw, context: read_count(raw, unit=unit), plain, takes_numbers=True)


def year() -> Reader:
    """A calendar year."""

    def each(raw: Any, context: Context) -> Reading[int]:
        digits = read_count(str(int(raw)) if isinstance(raw, float) else str(raw or "").removesuffix("年"), unit="年度")
        if digits.value is not None and not 1985 <= digits.value <= context.today.year:
            return rejected(f"年度 {digits.value} 不可能，应填1985至{context.today.year}的四位年份。")
        return digits

    return Reader("smallint", pl.Int64, each)


def money(unit: str = "") -> Reader:
    """Money in fen; ``unit`` is what a bare number means, where the header says so."""
    return Reader(
        "bigint", pl.Int64, lambda raw, context: read_money(raw, unit=unit), show=lambda fen: f"{fen / 100:,.2f}元"
    )


def percentage() -> Reader:
    """A share, kept exactly as ``n/d``."""

    def each(raw: Any, context: Context) -> Reading[str]:
        reading = _as(read_percentage(raw), lambda share: f"{share.numerator}/{share.denominator}")
        if reading.action == Action.KEEP and isinstance(raw, str) and reading.value is not None:
            return fixed(reading.value, f"文字“{raw}”已转为比例。")
        return reading

    return Reader("text", pl.String, each, show=lambda share: f"{float(Fraction(share) * 100):g}%")


def phone() -> Reader:
    return Reader("text", pl.String, lambda raw, context: _nothing_said(raw) or read_phone(raw))


def hours() -> Reader:
    return Reader("text", pl.String, lambda raw, context: read_hours(raw))


def filing_number() -> Reader:
    """An application number in its 13 canonical characters."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        return plain_numbers(cells)

    return Reader(
        "text", pl.String, lambda raw, context: application_number.read(raw), plain, show=application_number.pretty
    )


def code_of_agency() -> Reader:
    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        return cells, cells.str.contains(r"^\d{5}$")

    return Reader("text", pl.String, lambda raw, context: agency_code.read(raw), plain)


def code_of_credit() -> Reader:
    return Reader("text", pl.String, lambda raw, context: credit_code.read(raw))


def certificate() -> Reader:
    return Reader("text", pl.String, lambda raw, context: _parsed(attorney.parse_certificate, raw))


def practice() -> Reader:
    return Reader("text", pl.String, lambda raw, context: _parsed(attorney.parse_practice, raw))


def _parsed(parse: Callable[[Any], tuple[str, list[str]]], raw: Any) -> Reading[str]:
    """A number with warnings is kept and pointed out, never refused for them."""
    try:
        number, warnings = parse(raw)
    except IdentifierError as error:
        return rejected(error.message, error.suggestion)
    return Reading(number, message="；".join(warnings)) if warnings else kept(number)


def _as(reading: Reading, change: Callable[[Any], Any]) -> Reading:
    return Reading(
        None if reading.value is None else change(reading.value),
        reading.action,
        reading.message,
        None if reading.proposal is None else change(reading.proposal),
        reading.suggestion,
    )


def _nothing_said(raw: Any) -> Reading | None:
    """A dash or an error value where something should be: is it empty? A person says."""
    if is_blank(raw):
        return rejected("未填写。")
    if is_placeholder(raw):
        return Reading(None, Action.ASK, f"填的是“{str(raw).strip()}”，是否表示没有？采纳则按空白处理。")
    if is_error_value(raw):
        return Reading(
            None, Action.ASK, f"单元格是公式错误值“{str(raw).strip()}”，采纳则按空白处理，否则请改填后重报。"
        )
    return None
