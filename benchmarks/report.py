"""The whole development report of a demonstration city against WeasyPrint making the PDF of the same book alone.

Ours reads and freezes the figures, sets words, charts and tables, prints Word and PDF, stores everything, and renders
the web edition. The floor is given the finished book as HTML with the same drawings and tables, the fonts included.
"""

import datetime as dt
import logging
from html import escape
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
from django.conf import settings
from django.core.management import call_command
from django.test import RequestFactory, override_settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from benchmarks import harness
from ipservice.accounts.models import Role, User
from supervision.report import public
from supervision.report.models import IndustryReport, ReportEdition
from supervision.report.services import compiling, printing
from supervision.report.services.printing.pdf import numbered

YEAR, DATED = 2025, dt.date(2026, 4, 20)
GOAL = harness.Goal("<=", 0.6)
MEMORY = harness.Goal("<=", 1)
MEMORY_MB = 600
PLAIN_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
FONT = next(Path(noto_cjk_sans_otc.__file__).parent.glob("*.ttc"))
STYLE = """
@font-face { font-family: Noto; src: url(file://%s) }
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: counter(page) } }
body { font: 16pt/1.8 Noto } table { border-collapse: collapse; width: 100%%; font-size: 10.5pt }
td, th { border: 0.5pt solid black; padding: 3pt } h1 { font-size: 16pt; break-before: page }
"""


def book_html(content: dict[str, Any]) -> str:
    """The book as WeasyPrint is given it."""
    parts = [f"<h1>{content['title']}</h1>"]
    for part in numbered(content)["chapters"]:
        parts.append(f"<h1>{part['title']}</h1>")
        for section in part["sections"]:
            words = "".join(f"<p>{escape(''.join(run['t'] for run in one))}</p>" for one in section["paragraphs"])
            parts.append(f"<h2>{section['title']}</h2>{words}{''.join(map(_grid_html, section['grids']))}")
    for annex in content["annexes"]:
        parts.append(f"<h1>{annex['title']}</h1>{_table_html(annex['head'], annex['rows'])}")
    return f"<body>{''.join(parts)}</body>"


def _grid_html(grid: dict[str, Any]) -> str:
    rows = [[cell["t"] for cell in row] for row in grid["rows"]]
    return f"{grid['svg']}<p>{escape(grid['title'])}</p>{_table_html(grid['head'], rows)}"


def _table_html(head: list[str], rows: list[list[str]]) -> str:
    heads = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{heads}</tr></thead>{body}</table>"


def weasyprint_pdf(content: dict[str, Any]) -> bytes:
    fonts = FontConfiguration()
    style = CSS(string=STYLE % FONT, font_config=fonts)
    return HTML(string=book_html(content)).write_pdf(stylesheets=[style], font_config=fonts)


def whole_report(report: IndustryReport, official: User) -> ReportEdition:
    """Figures, words, charts, tables, Word, PDF, stored; and the web edition."""
    tables = compiling.read_figures(YEAR, today=DATED)
    edition = compiling.compile_report(report, tables, by=official, dated=DATED)
    request = RequestFactory().get(f"/reports/{YEAR}/")
    request.user = official
    assert public.report(request, YEAR).status_code == 200
    return edition


@override_settings(STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_FILES}})
def run() -> list[harness.Result]:
    logging.getLogger("weasyprint").setLevel(logging.ERROR)
    call_command("load_reference", verbosity=0)
    call_command("load_rulesets", verbosity=0)
    call_command("demo_load", scale="city", verbosity=0)
    official = User.objects.filter(role=Role.MUNICIPAL_OFFICIAL).first()
    report = IndustryReport.objects.create(year=YEAR, asked_by=official)
    edition = whole_report(report, official)
    peak = harness.peak_memory_mb()
    grids = [grid for part in edition.content["chapters"] for one in part["sections"] for grid in one["grids"]]
    drawn = sum(bool(grid["svg"]) for grid in grids)
    harness.say(f"{edition.figures.count()} figures, {drawn} charts, {len(grids)} tables; peak {peak:.0f} MB")
    again = [(printing.pdf(edition.content), printing.docx(edition.content)) for _ in range(2)]
    harness.say(f"two printings of one edition are {'the same' if again[0] == again[1] else 'DIFFERENT'} bytes")
    turns = harness.pairs(
        lambda: harness.seconds(lambda: weasyprint_pdf(edition.content)),
        lambda: harness.seconds(lambda: whole_report(report, official)),
    )
    memory = harness.Result("report_memory", peak / MEMORY_MB, MEMORY, peak, MEMORY_MB)
    return [memory, turns.result("report", GOAL)]


BENCHMARK = harness.Benchmark("report", run)
