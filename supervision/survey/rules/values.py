"""One answer as people write it, read into its value, and back. What can't be read is refused with what would be right.

Numbers may have separators, full-width digits, blanks and their own unit (``12.5万元`` is 125000 yuan). Choices may be
written by label or by code. What is written by ``as_text`` is always read back as the same value.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from ipservice.foundation.characters import DASHES, narrow, plain_digits, without_invisible
from ipservice.foundation.errors import DomainError
from ipservice.foundation.tabular.dates import read_date
from supervision.survey.rules.definition import Item, ItemType, Option

YES, NO = "yes", "no"
YES_NO = (Option(YES, "是"), Option(NO, "否"))
OTHER_WORDS = {"有": YES, "无": NO, "没有": NO, "不是": NO, "y": YES, "n": NO, "√": YES, "true": YES, "false": NO}
LONGEST_TEXT = 1000
LARGEST = Decimal(10) ** 15
NUMBER = re.compile(r"([-+]?)(\d+(?:\.\d*)?|\.\d+)([^\d.]*)")
SEPARATED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?(?=[^\d,.]|$)")
SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
MONEY_UNITS = {"": Decimal(1), "元": Decimal(1), "人民币元": Decimal(1), "万元": SCALES["万"], "亿元": SCALES["亿"]}
PLACES = {ItemType.INTEGER: 0, ItemType.MONEY: 2, ItemType.PERCENT: 2, ItemType.DECIMAL: 4}

Value = Decimal | str | None


class ValueFault(DomainError):
    """``typed`` is what was written, as it was."""

    code = "value_fault"
    template = "{label}：{problem}"
    status = 422

    def __init__(self, item: Item, problem: str, *, typed: str) -> None:
        self.problem = problem
        self.typed = typed
        super().__init__(label=f"{item.code} {item.label}", problem=problem)


def parse(item: Item, text: object) -> Value:
    """The value meant by ``text``; None where nothing is written. Raises ``ValueFault``.

    A number is a decimal, everything else text: a code, codes joined by commas, a day as ``2015-03-02``.
    """
    written = "" if text is None else str(text)
    plain = narrow(without_invisible(written)).strip()
    return READERS[item.type](item, plain, written) if plain else None


def as_text(item: Item, value: Value) -> str:
    """The value as a person reads and writes it; choices by their labels."""
    if value is None or value == "":
        return ""
    if item.is_numeric:
        return _number_text(item, Decimal(value))
    labels = {option.code: option.label for option in options_of(item)}
    if item.type == ItemType.CHOICES:
        return "；".join(labels.get(code, code) for code in str(value).split(","))
    return labels.get(str(value), str(value))


def as_shown(item: Item, value: Value) -> str:
    """The same with separators and unit, inside a sentence: 1,250,000元."""
    text = as_text(item, value)
    if not item.is_numeric or not text:
        return text
    whole, dot, rest = text.lstrip("-").partition(".")
    return f"{'-' if text.startswith('-') else ''}{int(whole):,}{dot}{rest}{item.unit}"


def options_of(item: Item) -> tuple[Option, ...]:
    """What may be chosen; also 是 and 否."""
    return YES_NO if item.type == ItemType.YES_NO else item.options


def _number_text(item: Item, value: Decimal) -> str:
    if item.type == ItemType.MONEY and value != value.to_integral_value():
        return f"{value:.2f}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _read_number(item: Item, plain: str, written: str) -> Value:
    digits = "".join(plain_digits(plain).translate(DASHES).split())
    if SEPARATED.match(digits):
        digits = digits.replace(",", "")
    match = NUMBER.fullmatch(digits)
    if match is None:
        raise ValueFault(item, f"“{written}”不是数字，应填{_wanted(item)}。", typed=written)
    sign, number, unit = match.groups()
    value = Decimal(sign + number) * _scale(item, unit, written)
    _fits(item, value, written)
    return value.quantize(Decimal(1).scaleb(-PLACES[item.type])) if value else Decimal(0)


def _scale(item: Item, unit: str, written: str) -> Decimal:
    if item.type == ItemType.MONEY:
        known: Mapping[str, Decimal] = MONEY_UNITS
    elif item.type == ItemType.PERCENT:
        known = {"": Decimal(1), "%": Decimal(1)}
    else:
        known = {"": Decimal(1), item.unit: Decimal(1), "万" + item.unit: SCALES["万"]}
    if unit not in known:
        raise ValueFault(item, f"“{written}”的单位不对，应填{_wanted(item)}。", typed=written)
    return known[unit]


def _fits(item: Item, value: Decimal, written: str) -> None:
    places = PLACES[item.type]
    if value != round(value, places):
        exact = "应为整数" if places == 0 else f"最多 {places} 位小数"
        raise ValueFault(item, f"“{written}”{exact}，应填{_wanted(item)}。", typed=written)
    if item.minimum is not None and value < item.minimum:
        raise ValueFault(item, f"“{written}”小于下限，应不小于 {item.minimum:,}。", typed=written)
    if item.maximum is not None and value > item.maximum:
        raise ValueFault(item, f"“{written}”大于上限，应不大于 {item.maximum:,}。", typed=written)
    if abs(value) >= LARGEST:
        raise ValueFault(item, f"“{written}”位数过多，请核对单位（{item.unit or '无'}）。", typed=written)


def _wanted(item: Item) -> str:
    unit = f"（单位：{item.unit}）" if item.unit else ""
    examples = {
        ItemType.INTEGER: "整数，如 12",
        ItemType.MONEY: "金额，如 1250000 或 125万元",
        ItemType.PERCENT: "0 至 100 的数，如 35",
    }
    return f"{examples.get(item.type, '数字，如 12.5')}{unit}"


def _read_text(item: Item, plain: str, written: str) -> Value:
    if len(written.strip()) > LONGEST_TEXT:
        raise ValueFault(item, f"文字过长（{len(written.strip())} 字），最多 {LONGEST_TEXT} 字。", typed=written)
    return without_invisible(written).strip()


def _read_choice(item: Item, plain: str, written: str) -> Value:
    code = _code_of(item, plain)
    if code is None:
        raise _not_an_option(item, plain, written)
    return code


def _read_choices(item: Item, plain: str, written: str) -> Value:
    found = set()
    for part in _parts(item, plain):
        code = _code_of(item, part)
        if code is None:
            raise _not_an_option(item, part, written)
        found.add(code)
    return ",".join(option.code for option in item.options if option.code in found) or None


def _parts(item: Item, plain: str) -> list[str]:
    if _code_of(item, plain) is not None:
        return [plain]
    return [part.strip() for part in re.split(r"[;；,\n]", plain) if part.strip()]


def _code_of(item: Item, plain: str) -> str | None:
    wanted = plain.casefold()
    for option in options_of(item):
        if wanted in (option.code.casefold(), narrow(option.label).strip().casefold()):
            return option.code
    return OTHER_WORDS.get(wanted) if item.type == ItemType.YES_NO else None


def _not_an_option(item: Item, part: str, written: str) -> ValueFault:
    labels = "、".join(option.label for option in options_of(item))
    return ValueFault(item, f"没有选项“{part}”，应从中选择：{labels}。", typed=written)


def _read_day(item: Item, plain: str, written: str) -> Value:
    reading = read_date(plain)
    if reading.value is None:
        raise ValueFault(item, reading.message or f"“{written}”不是日期，应填如 2015-03-02。", typed=written)
    return reading.value.isoformat()


READERS: Mapping[ItemType, Callable[[Item, str, str], Value]] = {
    ItemType.INTEGER: _read_number,
    ItemType.DECIMAL: _read_number,
    ItemType.MONEY: _read_number,
    ItemType.PERCENT: _read_number,
    ItemType.TEXT: _read_text,
    ItemType.CHOICE: _read_choice,
    ItemType.CHOICES: _read_choices,
    ItemType.YES_NO: _read_choice,
    ItemType.DATE: _read_day,
}
