"""The printed report as a paper with a check code: whoever holds it sees whether this edition still counts."""

from dataclasses import dataclass
from datetime import date

from ipservice.documents import services as documents
from ipservice.documents.models import IssuedPaper
from ipservice.documents.subjects import LiveRecord, Subject
from supervision.report.models import IndustryReport, ReportEdition
from supervision.report.rules.states import ReportStage

PAPER_KIND = "industry_report"


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """What the check code stands for: the digest of everything that is printed but the code itself."""

    title: str
    number: str
    dated: date
    is_demo: bool
    content_sha256: str


def issue(report: IndustryReport, number: int, paper: ReportPaper) -> IssuedPaper:
    """The paper of the edition with this number; asked again with the same content, the same paper."""
    return documents.issue(PAPER_KIND, (PAPER_KIND, f"{report.year}-{number}"), paper)


def _live(key: str, today: date) -> LiveRecord | None:
    """Nothing until the report is published; afterwards whether this edition is the one that counts."""
    year, _, number = key.partition("-")
    found = ReportEdition.objects.select_related("report", "report__edition").filter(report__year=year, number=number)
    edition = found.first()
    if edition is None or edition.report.stage != ReportStage.PUBLISHED:
        return None
    report = edition.report
    is_valid = report.edition_id == edition.pk
    return LiveRecord(
        title=str(report),
        status="本稿是发布的版本" if is_valid else "本稿不是发布的版本，请以网上版本为准",
        is_valid=is_valid,
        facts=(("发布日期", f"{report.published_on:%Y-%m-%d}", "发布记录"), ("排印稿", f"第{edition.number}稿", "")),
        href=f"/reports/{report.year}/",
    )


SUBJECT = Subject(PAPER_KIND, "发展报告", live=_live)
