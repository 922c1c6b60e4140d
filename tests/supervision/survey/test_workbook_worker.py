"""The worker reads what was sent in; whatever a file does to its reader, the worker and the page live on."""

import pytest
from django.db import transaction

from ipservice.jobs import running
from ipservice.jobs.models import Job, JobState
from supervision.survey.models import UploadState, WorkbookUpload
from supervision.survey.services import uploads
from tests.factories.survey import GOOD_VALUES
from tests.supervision.survey.workbook_desk import NOW, Desk, fill, standings, with_part

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path, GOOD_VALUES)


def _work(desk: Desk, content: bytes) -> tuple[WorkbookUpload, Job]:
    """Send it in and run the job that was asked for, twice, as a queue may deliver it."""
    with transaction.atomic():
        upload = uploads.receive(desk.found.pk, content, name="填好.xlsx", by=desk.person, now=NOW)
    job = Job.objects.get(kind=uploads.READ_JOB, key=str(upload.pk))
    running.execute(job.pk)
    running.execute(job.pk)
    job.refresh_from_db()
    return WorkbookUpload.objects.get(pk=upload.pk), job


def test_the_job_reads_it_once_and_leads_to_its_page(desk):
    upload, job = _work(desk, fill(desk.hand_out(), {"10303": 40}).read_bytes())

    assert (upload.state, job.state, job.attempts) == (UploadState.READ, JobState.DONE, 1)
    assert list(standings(upload)) == ["10303"]
    assert uploads.READING.link(job) == f"/portal/survey/2025/workbook/{upload.pk}/"


def test_a_file_that_is_broken_inside_is_refused_in_words_and_the_job_is_done(desk):
    path = with_part(desk.hand_out(), "xl/comments1.xml", b'<?xml version="1.0"?><!DOCTYPE a []><a/>')

    upload, job = _work(desk, path.read_bytes())

    assert (upload.state, job.state) == (UploadState.REFUSED, JobState.DONE)
    assert "DTD" in upload.refusal
