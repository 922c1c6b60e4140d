"""A paper form typed in by the office: the scan first, then the values, then it is sent for the agency."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from supervision.survey.models import PaperForm
from supervision.survey.rules.states import ReturnState, Via
from tests.factories.survey import GOOD_VALUES, a_return, post

pytestmark = pytest.mark.django_db
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


class TestPaper:
    def test_the_scan_comes_first_then_the_values_then_it_is_sent(self, agency, client_for):
        found = a_return(agency=agency)
        typist = post(district=agency.district)
        client = client_for(typist)
        page = f"/admin/survey/returns/{found.pk}/paper/"
        typed = {f"v:{cell}": str(value) for cell, value in GOOD_VALUES.items()}

        without = client.post(page, typed)
        assert "请先上传纸质调查表的扫描件" in without.content.decode()

        scan = SimpleUploadedFile("调查表.pdf", PDF, content_type="application/pdf")
        client.post(page, {**typed, "scan": scan, "received_on": "2026-06-20"})
        assert PaperForm.objects.get().file.purpose == "survey_paper"

        explained = {"e:10203": "登记信息尚未更新，实有四名执业代理师。"}
        client.post(page, {**typed, **explained, "send": "1"})
        found.refresh_from_db()
        assert found.state == ReturnState.SUBMITTED
        assert set(found.answers.values_list("via", flat=True)) == {Via.OFFICE}

    def test_a_value_that_cannot_be_read_is_said_beside_it_and_the_others_are_kept(self, agency, client_for):
        found = a_return(agency=agency)
        client = client_for(post())
        scan = SimpleUploadedFile("调查表.pdf", PDF, content_type="application/pdf")

        answer = client.post(
            f"/admin/survey/returns/{found.pk}/paper/",
            {"v:10201": "十来个", "v:10301": "3500000", "scan": scan, "received_on": "2026-06-20"},
        )

        assert answer.status_code == 422
        assert "十来个" in answer.content.decode()
        assert list(found.answers.values_list("cell", flat=True)) == ["10301"]
