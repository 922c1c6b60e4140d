"""Who may see the Word and PDF files of a report: the city's officials always, everybody once it is published."""

from ipservice.evidence import purposes
from ipservice.evidence.models import StoredFile
from supervision.report.models import IndustryReport, ReportEdition

CODE = "industry_report"
MEGABYTES = 40


def _may_see(user, stored: StoredFile) -> bool:
    if user.is_authenticated and user.is_city_official:
        return True
    printed = ReportEdition.objects.filter(pdf=stored) | ReportEdition.objects.filter(docx=stored)
    return IndustryReport.objects.published().filter(edition__in=printed).exists()


def _in_use(ids: set[int]) -> set[int]:
    pairs = ReportEdition.objects.filter(pdf__in=ids) | ReportEdition.objects.filter(docx__in=ids)
    return {key for pair in pairs.values_list("pdf_id", "docx_id") for key in pair} & ids


PURPOSE = purposes.Purpose(
    CODE,
    "发展报告",
    may_see=_may_see,
    types=frozenset({"pdf", "docx"}),
    max_bytes=MEGABYTES * 1024 * 1024,
    in_use=_in_use,
)
