"""Codes and names of the register as sets, for imports: one query each, whatever the number of rows."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from agencies.registry.models import Agency, AgencyAlias, AgencyName
from ipservice.foundation.identifiers import agency_code
from ipservice.foundation.reading import Action, Reading, rejected
from ipservice.foundation.tabular.text import as_text, is_blank, read_text
from ipservice.intake.feeds import Context, Reader


def agency_lookups() -> Mapping[str, Any]:
    """``by_code`` (agency and credit codes), ``by_name`` (present names), ``by_former_name``, ``names`` by id.

    A merged record is found as the one it went into.
    """
    agencies = list(Agency.objects.values_list("id", "name", "agency_code", "credit_code", "merged_into_id"))
    survivor = {own: merged or own for own, _, _, _, merged in agencies}
    by_code = {code: survivor[own] for own, _, *codes, _ in agencies for code in codes if code}
    by_code |= {value: survivor[own] for own, value in AgencyAlias.objects.values_list("agency_id", "value")}
    by_name = {name: survivor[own] for own, name, *_ in agencies}
    former = {name: survivor[own] for own, name in AgencyName.objects.values_list("agency_id", "name")}
    return {
        "by_code": by_code,
        "by_name": by_name,
        "by_former_name": {name: own for name, own in former.items() if name not in by_name},
        "names": {own: name for own, name, *_ in agencies},
    }


def agency_by_code() -> Reader:
    """An agency by its five digits or its credit code; its id is stored."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        ids = cells.replace_strict(context.lookups["by_code"], default=None, return_dtype=pl.Int64)
        return ids, ids.is_not_null()

    return Reader("bigint", pl.Int64, _each_code, plain)


def agency_by_name() -> Reader:
    """An agency by its name; a former name or a code in its place is told apart and said."""

    def plain(cells: pl.Series, context: Context) -> tuple[pl.Series, pl.Series]:
        ids = cells.replace_strict(context.lookups["by_name"], default=None, return_dtype=pl.Int64)
        return ids, ids.is_not_null()

    return Reader("bigint", pl.Int64, _each_name, plain)


def _each_code(raw: Any, context: Context) -> Reading[int]:
    text = as_text(raw).strip()
    found = context.lookups["by_code"].get(text.upper())
    if found is not None:
        return Reading(found, Action.FIX, "机构代码的写法已统一。", suggestion=text.upper())
    reading = agency_code.read(raw)
    code = reading.value or reading.proposal
    if code is None:
        return Reading(None, reading.action, reading.message, suggestion=reading.suggestion)
    found = context.lookups["by_code"].get(code)
    if found is None:
        return rejected(f"登记簿中没有代码为 {code} 的机构，请核对代码，或先导入机构名册。")
    if reading.action == Action.ASK:
        return Reading(None, Action.ASK, reading.message, found, reading.suggestion)
    return Reading(found, reading.action, reading.message, suggestion=code)


def _each_name(raw: Any, context: Context) -> Reading[int]:
    if is_blank(raw):
        return rejected("代理机构未填写，应填机构全称或机构代码。")
    lookups = context.lookups
    reading = read_text(raw)
    name = (reading.value or "").strip()
    if found := lookups["by_name"].get(name):
        return Reading(found, reading.action, reading.message, suggestion=name)
    if found := lookups["by_former_name"].get(name):
        present = lookups["names"][found]
        return Reading(found, Action.FIX, f"“{name}”是曾用名，现名“{present}”。", suggestion=present)
    if (code := _each_code(raw, context)).value is not None:
        present = lookups["names"][code.value]
        return Reading(code.value, Action.FIX, f"填的是代码不是名称，已按“{present}”处理。", suggestion=present)
    return rejected(f"登记簿中没有名称为“{name[:40]}”的机构，请核对名称或改填机构代码。")
