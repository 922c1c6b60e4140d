"""The IPC sections by which an agency is found are those of its counted filings, whatever changes them."""

import datetime as dt
from collections import Counter

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from agencies.filings.models import Filing, PatentKind, TotalSource, YearlyTotal
from agencies.filings.services import sources, totals
from agencies.registry.models import Agency, AgencyKind
from agencies.registry.rules.ipc import LABELS, MINIMUM_FILINGS, sections_of
from agencies.registry.services import merge
from ipservice.intake.services import undo
from ipservice.intake.services.runs import run_import
from tests.factories.agencies import make_agency
from tests.factories.filings import make_filing, make_number, make_total

pytestmark = pytest.mark.django_db
NOW = timezone.make_aware(timezone.datetime(2026, 6, 1, 9))


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def choose(year: int, source: str = TotalSource.FILINGS, *, by) -> None:
    sources.choose(year, source, reason="测试", by=by, now=NOW)


def make_filings(agency: Agency, letter: str, size: int, *, year: int = 2023, **fields) -> None:
    for _ in range(size):
        make_filing(agency, filed_on=dt.date(year, 3, 1), ipc_main_group=f"{letter}06F17/30", **fields)


def kept(agency: Agency) -> tuple[list[str], dict]:
    agency.refresh_from_db()
    return agency.ipc_sections, agency.ipc_filings


def table(agency: Agency, *symbols: str) -> bytes:
    rows = "".join(f"{make_number(2023)},2023-03-01,{agency.agency_code},审查中,,{symbol}\n" for symbol in symbols)
    return f"申请号,申请日,代理机构代码,法律状态,结案日,IPC主分类\n{rows}".encode()


@pytest.mark.parametrize(
    ("filed", "letters"),
    [({}, []), ({"G": 4}, []), ({"H": 5, "A": 9, "G": 4}, ["A", "H"]), ({"I": 99}, [])],
    ids=["none", "too few", "in the order of the classification", "no section"],
)
def test_a_section_is_an_agencys_from_the_minimum_on(filed, letters):
    assert sections_of(filed) == letters


def test_inventions_and_utility_models_are_counted_and_designs_and_unclassified_ones_are_not(official):
    agency, other = make_agency(), make_agency()
    make_filings(agency, "G", 3)
    make_filings(agency, "G", 2, kind=PatentKind.UTILITY_MODEL)
    make_filings(agency, "A", MINIMUM_FILINGS - 1)
    make_filings(agency, "H", 9, kind=PatentKind.DESIGN)
    for symbol in ("", "14-02", "Z99"):
        make_filing(agency, ipc_main_group=symbol)
    make_filings(other, "B", 6)
    totals.refresh()
    choose(2023, by=official)

    assert kept(agency) == (["G"], {"years": [2023], "filed": {"A": 4, "G": 5}})
    assert kept(other) == (["B"], {"years": [2023], "filed": {"B": 6}})


def test_the_kept_numbers_are_those_of_the_rows(official):
    agency = make_agency()
    for place, letter in enumerate(LABELS):
        make_filings(agency, letter, place, year=2022 + place % 2)
    totals.refresh()
    for year in (2022, 2023):
        choose(year, by=official)

    rows = Counter(symbol[0] for symbol in Filing.objects.values_list("ipc_main_group", flat=True))

    assert kept(agency)[1] == {"years": [2022, 2023], "filed": dict(rows)}


def test_the_latest_five_years_with_a_source_in_force_count_and_a_summary_names_no_sections(official):
    agency = make_agency()
    for year in range(2019, 2025):
        make_filings(agency, "G", 1, year=year)
    make_total(agency, 2024, filed=30)
    totals.refresh()
    assert kept(agency) == ([], {})
    for year in range(2019, 2025):
        choose(year, by=official)
    assert kept(agency) == (["G"], {"years": [2020, 2021, 2022, 2023, 2024], "filed": {"G": 5}})

    choose(2024, TotalSource.SUMMARY, by=official)

    assert kept(agency) == ([], {"years": [2020, 2021, 2022, 2023], "filed": {"G": 4}})


def test_an_import_changes_the_sections_and_undoing_it_restores_them(official):
    agency = make_agency()
    make_filings(agency, "G", 5)
    totals.refresh()
    choose(2023, by=official)
    before = kept(agency)

    run = run_import("filings", table(agency, *["H04L9/00"] * 6), name="a.csv", by=official)
    between = kept(agency)
    undo.undo(run.pk, by=official, reason="测试")

    assert between == (["G", "H"], {"years": [2023], "filed": {"G": 5, "H": 6}})
    assert kept(agency) == before == (["G"], {"years": [2023], "filed": {"G": 5}})


def test_filings_that_left_an_agency_leave_no_section_behind(official):
    agency, other = make_agency(), make_agency()
    make_filings(agency, "G", 5)
    totals.refresh()
    choose(2023, by=official)
    Filing.objects.update(agency=other)

    totals.refresh([agency.pk, other.pk], [2023])

    assert (kept(agency), kept(other)[0]) == (([], {}), ["G"])


def test_the_sections_follow_a_merge(official):
    survivor, absorbed = make_agency(), make_agency()
    make_filings(survivor, "G", 3)
    make_filings(absorbed, "G", 3)
    totals.refresh()
    choose(2023, by=official)

    merge.merge(survivor.pk, absorbed.pk, reason="同一机构", today=dt.date(2026, 6, 1), by=official)

    assert (kept(survivor)[0], kept(absorbed)[0]) == (["G"], [])


def test_the_public_page_shows_each_section_with_its_number_and_the_years_as_soon_as_they_change(official):
    agency = make_agency()
    address = f"/agencies/{agency.credit_code}/"
    assert "G 物理" not in Client().get(address).content.decode()
    make_filings(agency, "G", 7)
    totals.refresh()
    choose(2023, by=official)

    page = Client().get(address).content.decode()

    assert "G 物理 7 件" in page
    assert "按 2023 年申请的发明和实用新型逐件统计，列出不少于 5 件的部" in page


def test_search_interface_and_export_find_an_agency_by_its_section(official):
    agency = make_agency(name="重庆博凯所", kind=AgencyKind.HEAD_OFFICE)
    make_agency(name="重庆智科所")
    make_filings(agency, "G", 5)
    totals.refresh()
    choose(2023, by=official)

    search = Client().get("/agencies/", {"ipc": "G"})
    machine = Client().get("/api/v1/agencies/", {"ipc": "G"}).json()["results"]
    exported = Client().get("/agencies/", {"ipc": "G", "export": "csv"}).content.decode("utf-8-sig").splitlines()

    assert [row["name"] for row in search.context["page"].results] == ["重庆博凯所"]
    assert [(row["name"], row["ipc_sections"]) for row in machine] == [("重庆博凯所", ["G"])]
    assert "技术领域（IPC部）：G 物理" in exported[0]
    assert len(exported) == 3
    assert exported[2].endswith(",G")
    assert Client().get("/api/v1/agencies/", {"ipc": "I"}).status_code == 400


def test_an_official_filters_the_register_by_section(client, official):
    agency = make_agency(name="重庆博凯所", ipc_sections=["G"])
    make_agency(name="重庆智科所")
    client.force_login(official)

    page = client.get("/admin/agencies/agency/", {"ipc": "G"})

    assert [row.pk for row in page.context["cl"].result_list] == [agency.pk]


def test_a_site_that_had_filings_before_counts_them_by_one_command(official, capsys):
    agency = make_agency()
    make_filings(agency, "G", 5)
    totals.refresh()
    choose(2023, by=official)
    YearlyTotal.objects.update(ipc_parts={})
    Agency.objects.update(ipc_sections=[], ipc_filings={})

    call_command("recount_totals")

    assert kept(agency)[0] == ["G"]
    assert capsys.readouterr().out == "已重新统计年度汇总 1 行。\n"
