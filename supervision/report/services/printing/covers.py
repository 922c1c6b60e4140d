"""What stands on the cover, and how the paper is checked."""

from datetime import date
from typing import Any

from django.conf import settings

from ipservice.documents.models import IssuedPaper
from ipservice.documents.qr import svg
from ipservice.documents.services import check_address

TITLE = "重庆市知识产权服务业发展报告"


def cover(year: int, dated: date, *, is_demo: bool) -> dict[str, Any]:
    return {
        "title": TITLE,
        "year": year,
        "issuer": settings.SITE["host_unit"],
        "address": settings.SITE["address"].rstrip("/"),
        "dated": dated.isoformat(),
        "dated_text": f"{dated.year}年{dated.month}月{dated.day}日",
        "is_demo": is_demo,
    }


def check_of(paper: IssuedPaper) -> dict[str, str]:
    """The check code in groups of four, its address, and the QR code of the address."""
    code, url = paper.check_code, check_address(paper)
    return {"code": "-".join(code[at : at + 4] for at in range(0, len(code), 4)), "url": url, "qr": svg(url)}
