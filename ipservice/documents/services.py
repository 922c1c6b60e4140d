"""Papers given out: one for each subject and kind, each with a code by which anyone sees how things stand now."""

from dataclasses import replace
from datetime import date
from typing import Protocol

from django.conf import settings
from django.db import transaction

from ipservice.documents import codes, subjects
from ipservice.documents.errors import DemonstrationGone, PaperDiffers, SubjectGone, UnknownCheckCode
from ipservice.documents.letter import Letter
from ipservice.documents.models import IssuedPaper
from ipservice.documents.subjects import LiveRecord
from ipservice.foundation.canonical import digest


class Paper(Protocol):
    """What is given out: a letter, or any other frozen content with a title, a number and a date."""

    title: str
    number: str
    dated: date
    is_demo: bool


@transaction.atomic
def issue(kind: str, subject: tuple[str, str], content: Paper) -> IssuedPaper:
    """The paper of ``kind`` about ``subject`` (type, key). Asked again with the same content: the same paper.

    ``content`` is everything that the paper says but for its check code; its digest is kept. Raises
    ``PaperDiffers`` where a paper with another content was given out already.
    """
    sha256 = digest(content)
    paper, is_new = IssuedPaper.objects.get_or_create(
        kind=kind,
        subject_type=subject[0],
        subject_key=subject[1],
        defaults={
            "check_code": codes.draw(is_demo=content.is_demo),
            "is_demo": content.is_demo,
            "title": content.title,
            "number": content.number,
            "sha256": sha256,
            "issued_on": content.dated,
        },
    )
    if not is_new and paper.sha256 != sha256:
        raise PaperDiffers(title=paper.title, issued_on=paper.issued_on)
    return paper


def issue_letter(kind: str, subject: tuple[str, str], letter: Letter) -> Letter:
    """The letter with its check code printed in, ready for ``pdf.letter`` and ``word.letter``."""
    paper = issue(kind, subject, letter)
    return replace(letter, check_code=paper.check_code, check_url=check_address(paper))


def find(typed_code: str) -> IssuedPaper:
    """The paper with this code, however it was typed. Raises ``UnknownCheckCode`` or ``DemonstrationGone``."""
    code = codes.read(typed_code)
    paper = IssuedPaper.objects.filter(check_code=code).first()
    if paper is None and codes.is_of_demo(code):
        raise DemonstrationGone(check_code=typed_code[:40])
    if paper is None:
        raise UnknownCheckCode(check_code=typed_code[:40])
    return paper


def look_up(paper: IssuedPaper, *, today: date) -> LiveRecord:
    """How things stand today with what the paper speaks of. Raises ``SubjectGone``."""
    record = subjects.live_record(paper.subject_type, paper.subject_key, today)
    if record is None:
        raise SubjectGone(title=paper.title)
    return record


def check_address(paper: IssuedPaper) -> str:
    """The address to print: the public check page of this paper."""
    return f"{settings.SITE['address'].rstrip('/')}/check/{paper.check_code}/"
