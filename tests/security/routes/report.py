"""Routes of the development report: the desk is the city's, the words and revisions of a report as well."""

from django.utils import timezone

from supervision.report.models import IndustryReport, RevisionNote, SectionVersion
from supervision.report.services import writing
from tests.factories.report import make_report
from tests.security.ground import CITY, Case, World, register

YEAR = 2025
ADMIN = "admin/reports/"


def _report(world: World) -> IndustryReport:
    return make_report(year=YEAR, by=world.people["municipal"])


def _version(world: World) -> SectionVersion:
    report = _report(world)
    writing.begin(report, now=timezone.now())
    return writing.versions(report)[0]


@register(f"{ADMIN}<int:year>/", seen_by=CITY, methods=("GET",))
def shown(world: World) -> Case:
    return Case({"year": _report(world).year})


@register(f"{ADMIN}<int:year>/print/", seen_by=CITY, methods=("POST",))
def printed(world: World) -> Case:
    return Case({"year": _report(world).year})


@register(f"{ADMIN}<int:year>/steps/<slug:step>/", seen_by=CITY, methods=("POST",))
def step(world: World) -> Case:
    return Case({"year": _report(world).year, "step": "submit"}, is_thin=True)


@register(f"{ADMIN}revisions/<int:note_id>/", seen_by=CITY, methods=("POST",))
def explained(world: World) -> Case:
    note = RevisionNote.objects.create(
        report=_report(world), key="t", year=YEAR - 1, title="机构", old="1家", new="2家"
    )
    return Case({"note_id": note.pk}, data={"reason": "补登了设立日期"})


for part in ("", "compare/"):
    register(f"{ADMIN}sections/<int:version_id>/{part}", seen_by=CITY, methods=("GET",))(
        lambda world: Case({"version_id": _version(world).pk})
    )
