"""A country of agencies and filings, made by chance from a seed: heavy-tailed sizes, right check digits."""

from datetime import date

import numpy as np
import polars as pl
from django.db import transaction

from agencies.demo import city, copying, people
from agencies.filings.services import totals
from agencies.registry.models import Agency, AgencyName, StateChange
from agencies.registry.services import search_index
from ipservice.demo.parts import Order
from ipservice.foundation.identifiers import credit_code
from ipservice.reference.models import District

STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
FORMS = (("知识产权代理有限公司", "有限责任公司"), ("专利代理事务所（普通合伙）", "普通合伙"))
FIRST_YEAR, LAST_DAY = 2020, date(2025, 12, 31)
YEARS = range(FIRST_YEAR, LAST_DAY.year + 1)
FIRST_CODE, FIRST_SERIAL = 90_000, 9_000_000
WEIGHTS = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], dtype=np.int16)
CHECKS = np.array([ord(character) for character in "0123456789X"], dtype=np.uint8)
APPLICANTS = np.array(["企业", "高等院校", "个人", "科研机构", "事业单位"])
IPC = np.array(["G06F", "H04L", "A61K", "B60L", "C02F", "E21D", "H01L", "G01N", "B23P", "F16H"])
CONCLUSIONS = np.array(["g", "r", "d", "w"])


@transaction.atomic
def load(order: Order) -> None:
    """Agencies, people, filings and totals of the whole order."""
    places = list(District.objects.valid_on(order.today).units().order_by("code"))
    if not places:
        raise city.DistrictsMissing(codes="（全部）")
    office = people.make_office(places[0])
    agencies = make_agencies(order.agencies, places, seed=order.seed)
    people.make_attorneys(agencies, order)
    order.say(f"已登记 {len(agencies):,} 家机构，开始写入 {order.filings:,} 件申请")
    ids = np.array([agency.pk for agency in agencies])
    codes = np.array([place.code for place in places])
    copying.copy_filings(filings_frame(ids, order.filings, districts=codes, seed=order.seed))
    totals.refresh()
    city.choose_sources(YEARS, by=office["official"])


def make_agencies(size: int, places: list[District], *, seed: int) -> list[Agency]:
    """``size`` agencies in bulk, with the beginnings of their names and states, ready to be found."""
    chance = np.random.default_rng(seed)
    drawn = chance.integers(0, len(places), size)
    founded = chance.integers(0, 5_800, size)
    staff = np.minimum(chance.geometric(0.25, size), 60)
    agencies = Agency.objects.bulk_create(
        [_agency(number, places[drawn[number]], int(founded[number]), int(staff[number])) for number in range(size)],
        batch_size=2_000,
    )
    AgencyName.objects.bulk_create(
        [AgencyName(agency=one, name=one.name, since=one.founded_on, source=city.SOURCE) for one in agencies]
    )
    StateChange.objects.bulk_create(
        [StateChange(agency=one, state=one.state, since=one.state_since, source=city.SOURCE) for one in agencies]
    )
    search_index.refresh([agency.pk for agency in agencies])
    return agencies


def _agency(number: int, place: District, days: int, staff: int) -> Agency:
    suffix, form = FORMS[number % 2]
    cycle = STEMS[number % 10] + BRANCHES[number % 12]
    founded_on = date.fromordinal(date(2004, 1, 1).toordinal() + days)
    organisation = f"DEN{number:05d}"
    body = f"91500000{organisation}{credit_code.organisation_check_character(organisation)}"
    return Agency(
        name=f"重庆演示{cycle}{number + 1}号{suffix}",
        credit_code=body + credit_code.check_character(body),
        agency_code=f"{FIRST_CODE + number:05d}",
        legal_form=form,
        district=place,
        founded_on=founded_on,
        licensed_on=founded_on,
        state_since=founded_on,
        attorney_count=staff,
        source=city.SOURCE,
        source_date=date(2026, 1, 1),
        is_demo=True,
    )


def filings_frame(agency_ids: np.ndarray, size: int, *, districts: np.ndarray, seed: int) -> pl.DataFrame:
    """``size`` filings with the columns of ``copying.COLUMNS``; a few agencies hold most of them."""
    chance = np.random.default_rng(seed)
    weights = chance.pareto(1.1, agency_ids.size) + 0.05
    places = chance.choice(agency_ids.size, size, p=weights / weights.sum())
    first = np.datetime64(f"{FIRST_YEAR}-01-01")
    filed = first + chance.integers(0, (np.datetime64(LAST_DAY) - first).astype(int) + 1, size)
    years = filed.astype("datetime64[Y]").astype(int) + 1970
    kinds = chance.choice(np.array([1, 2, 3]), size, p=[0.64, 0.30, 0.06])
    concluded = filed + np.where(kinds == 1, chance.integers(240, 1_100, size), chance.integers(60, 330, size))
    pending = concluded > np.datetime64(LAST_DAY)
    quality = chance.beta(6, 4, agency_ids.size)[places]
    granted = chance.random(size) < np.where(kinds == 1, quality, 0.9)
    outcome = np.where(granted, "g", CONCLUSIONS[chance.choice([1, 2, 3], size, p=[0.4, 0.45, 0.15])])
    return pl.DataFrame(
        {
            "number": _numbers(years, kinds),
            "filed_year": years,
            "kind": kinds.astype(str),
            "route": chance.choice(np.array(["o", "d", "p"]), size, p=[0.94, 0.03, 0.03]),
            "agency_id": agency_ids[places],
            "applicant_name": np.full(size, ""),
            "applicant_kind": chance.choice(APPLICANTS, size),
            "applicant_district_code": chance.choice(districts, size),
            "filed_on": filed.astype("datetime64[D]"),
            "outcome": np.where(pending, "p", outcome),
            "concluded_on": concluded.astype("datetime64[D]"),
            "ipc_main_group": chance.choice(IPC, size),
            "claims": chance.integers(1, 15, size),
            "abnormal": chance.choice(np.array(["", "n", "u", "w"]), size, p=[0.985, 0.003, 0.006, 0.006]),
        }
    ).with_columns(concluded_on=pl.when(pl.col("outcome") != "p").then("concluded_on"))


def _numbers(years: np.ndarray, kinds: np.ndarray) -> pl.Series:
    """Application numbers in the order of the rows: serials run within each year and kind, check digits fit."""
    order = np.lexsort((kinds, years))
    group = (years * 10 + kinds)[order]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    run = np.arange(group.size) - np.repeat(starts, np.diff(np.r_[starts, group.size]))
    serials = np.empty(group.size, dtype=np.int64)
    serials[order] = FIRST_SERIAL + run
    body = ((years.astype(np.int64) * 10 + kinds) * 10_000_000 + serials).astype("S12")
    digits = body.view(np.uint8).reshape(-1, 12)
    checks = CHECKS[((digits - ord("0")) @ WEIGHTS) % 11]
    return pl.Series(np.column_stack([digits, checks]).view("S13").ravel().astype(str))
