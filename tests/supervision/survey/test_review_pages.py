"""The officials' pages of collection and review: who comes in, what they show, what their buttons do."""

import datetime as dt
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from ipservice.accounts.models import Role
from supervision.survey.models import CellQuestion, Extension, OutlierFlag, SurveyReturn
from supervision.survey.rules.states import QuestionState, ReturnState, Via
from supervision.survey.services import answers, review
from tests.factories.accounts import make_district, make_user
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import GOOD_VALUES, a_return, open_survey, post

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 6, 24, 2, 0, tzinfo=dt.UTC)
QUESTION = "营业收入比上年翻番，请核对单位。"


@pytest.fixture
def agency():
    return make_agency(name="重庆甲知识产权代理有限公司")


@pytest.fixture
def sent(agency) -> SurveyReturn:
    survey = open_survey(agencies=[agency])
    found = a_return(survey, agency=agency, state=ReturnState.FILLING, values=GOOD_VALUES)
    explained = {"10203": "登记信息尚未更新，实有四名执业代理师。"}
    admin = make_member(agency, is_admin=True)
    answers.save(found.pk, {}, explanations=explained, by=admin, via=Via.PAGE, seen_version=None, now=NOW)
    answers.submit(found.pk, by=admin, now=NOW)
    return SurveyReturn.objects.get()


@pytest.fixture
def district(agency, client_for):
    return client_for(post(district=agency.district))


@pytest.fixture
def city(client_for):
    return client_for(post())


def pages(found: SurveyReturn) -> list[str]:
    year = found.survey.year
    return [
        f"/admin/survey/{year}/",
        f"/admin/survey/{year}/returns/",
        f"/admin/survey/{year}/outliers/",
        f"/admin/survey/returns/{found.pk}/",
        f"/admin/survey/returns/{found.pk}/paper/",
    ]


def flag(found: SurveyReturn, **fields) -> OutlierFlag:
    facts = {
        "cell": "10301",
        "kind": "unit_slip",
        "value": 3_500_000,
        "expected": 350,
        "score": 10_000,
        "influence": 900_000,
        "sentence": "营业收入填报 3,500,000 元，是上年的 10,000 倍。",
    }
    return OutlierFlag.objects.create(survey_return=found, **{**facts, **fields})


class TestWhoComesIn:
    def test_a_role_without_a_post_finds_nothing(self, sent, client_for):
        for role in (Role.MUNICIPAL_OFFICIAL, Role.REVIEWER, Role.SYSTEM_ADMIN):
            client = client_for(make_user(role=role))
            assert [client.get(page).status_code for page in pages(sent)] == [404] * 5

    def test_a_post_sees_its_own_area(self, sent, district, city):
        assert [district.get(page).status_code for page in pages(sent)] == [200] * 5
        assert [city.get(page).status_code for page in pages(sent)] == [200] * 5

    def test_the_neighbours_return_does_not_exist(self, sent, client_for):
        neighbour = client_for(post(district=make_district()))

        assert [neighbour.get(page).status_code for page in pages(sent)] == [200, 200, 200, 404, 404]
        assert "重庆甲" not in neighbour.get(pages(sent)[1]).content.decode()
        assert neighbour.post(f"/admin/survey/returns/{sent.pk}/pass_district/").status_code == 404
        assert neighbour.post(f"/admin/survey/flags/{flag(sent).pk}/", {"kind": "ok"}).status_code == 404

    def test_a_post_that_ended_sees_nothing(self, sent, client_for, agency):
        person = post(district=agency.district)
        person.survey_posts.update(ended_on=dt.date(2026, 6, 1))

        assert client_for(person).get(pages(sent)[0]).status_code == 404


class TestBoardAndList:
    def test_the_board_shows_rates_what_waits_and_flags(self, sent, district):
        flag(sent)

        text = district.get("/admin/survey/2025/").content.decode()

        assert "报送进度 1／1 家" in text
        assert 'href="/admin/survey/2025/returns/?state=submitted"' in text
        assert "营业收入填报 3,500,000 元，是上年的 10,000 倍。" in text

    def test_the_list_asks_the_same_number_of_statements_for_one_and_for_three(
        self, agency, city, django_assert_max_num_queries, django_assert_num_queries
    ):
        survey = open_survey(agencies=[agency])
        city.get(f"/admin/survey/{survey.year}/returns/")
        with django_assert_max_num_queries(20) as one:
            city.get(f"/admin/survey/{survey.year}/returns/")
        for _ in range(2):
            other = make_agency()
            SurveyReturn.objects.create(
                survey=survey,
                agency=other,
                agency_name=other.name,
                district=other.district,
                kind=other.kind,
                due_on=survey.due_on,
            )

        with django_assert_num_queries(len(one.captured_queries)):
            city.get(f"/admin/survey/{survey.year}/returns/")

    def test_filters_narrow_and_the_export_holds_what_is_listed(self, sent, city):
        other = make_agency()
        SurveyReturn.objects.create(
            survey=sent.survey,
            agency=other,
            agency_name=other.name,
            district=other.district,
            kind=other.kind,
            due_on=sent.due_on,
        )
        flag(sent)

        def listed(query: str) -> list[str]:
            answer = city.get(f"/admin/survey/2025/returns/?{query}&export=xlsx")
            sheet = load_workbook(
                BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
            ).active
            names = {sent.agency_name, other.name}
            return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell in names]

        assert listed("answered=no") == [other.name]
        assert listed("answered=yes") == [sent.agency_name]
        assert listed("flagged=on") == [sent.agency_name]
        assert listed(f"q={sent.agency_code}") == [sent.agency_name]
        assert listed(f"district={other.district_id}") == [other.name]
        assert len(listed("")) == 2

    @pytest.mark.parametrize("query", ["q=%00", "district=abc", "page=-1", "state=nothing", "sort=nothing"])
    def test_a_bad_parameter_is_no_error(self, sent, city, query):
        assert city.get(f"/admin/survey/2025/returns/?{query}").status_code == 200

    def test_many_are_extended_at_once_through_the_preview(self, agency, city):
        found = a_return(agency=agency)
        preview = city.post("/admin/survey/2025/returns/extend/", {"key": [found.pk]})
        assert "批量延期" in preview.content.decode()

        later = timezone.localdate() + dt.timedelta(days=60)
        later = max(later, dt.date(2026, 9, 1)) if later > found.due_on else found.due_on + dt.timedelta(days=30)
        city.post(
            "/admin/bulk/extend-returns/run/",
            {"key": [found.pk], "due_on": later.isoformat(), "reason": "系统升级，统一延期三十日。"},
        )

        assert Extension.objects.get().due_on == later


class TestTheReturn:
    def test_shows_cells_with_findings_flags_and_explanations_in_a_bounded_number_of_statements(
        self, sent, district, django_assert_max_num_queries
    ):
        flag(sent)
        with django_assert_max_num_queries(60):
            text = district.get(f"/admin/survey/returns/{sent.pk}/").content.decode()

        assert "3,500,000" in text
        assert "是上年的 10,000 倍" in text
        assert "机构说明：登记信息尚未更新" in text

    def test_a_question_is_asked_in_place_and_the_return_goes_back(self, sent, district):
        day = timezone.localdate() + dt.timedelta(days=7)
        district.post(
            f"/admin/survey/returns/{sent.pk}/send_back/",
            {"q:10301": QUESTION, "q:10201": "", "reason": "", "due_on": day.isoformat(), "seen_version": sent.version},
        )

        assert SurveyReturn.objects.get().state == ReturnState.RETURNED
        assert list(CellQuestion.objects.values_list("cell", "question")) == [("10301", QUESTION)]

    def test_without_a_question_it_stays_and_says_why_and_keeps_what_was_typed(self, sent, district):
        day = timezone.localdate() + dt.timedelta(days=7)
        answer = district.post(
            f"/admin/survey/returns/{sent.pk}/send_back/",
            {"q:10301": "?", "reason": "收入类指标请核对", "due_on": day.isoformat()},
        )

        assert answer.status_code == 422
        assert "请至少就一个单元格写明询问的问题" in answer.content.decode()
        assert "收入类指标请核对" in answer.content.decode()
        assert SurveyReturn.objects.get().state == ReturnState.SUBMITTED

    def test_district_passes_city_accepts_and_goes_on_to_the_next(self, sent, district, city):
        district.post(f"/admin/survey/returns/{sent.pk}/pass_district/", {"seen_version": sent.version})
        answer = city.post(f"/admin/survey/returns/{sent.pk}/accept/", {"seen_version": sent.version + 1, "then": ""})

        assert answer.headers["Location"] == f"/admin/survey/returns/{sent.pk}/"
        assert SurveyReturn.objects.get().state == ReturnState.ACCEPTED

    def test_a_district_has_no_button_of_the_city(self, sent, district):
        review.pass_district(sent.pk, by=post(), now=NOW)

        text = district.get(f"/admin/survey/returns/{sent.pk}/").content.decode()

        assert f"/admin/survey/returns/{sent.pk}/accept/" not in text
        assert f"/admin/survey/returns/{sent.pk}/send_back/" not in text

    def test_who_saw_an_older_page_is_told_and_nothing_happens(self, sent, district, city):
        review.send_back(sent.pk, {"10301": QUESTION}, by=post(), now=timezone.now())

        answer = district.post(
            f"/admin/survey/returns/{sent.pk}/pass_district/",
            {"seen_version": sent.version},
            headers={"referer": f"http://testserver/admin/survey/returns/{sent.pk}/"},
            follow=True,
        )

        assert "的填报已有变化" in answer.content.decode()
        assert SurveyReturn.objects.get().state == ReturnState.RETURNED

    def test_changed_cells_are_marked_after_the_agency_answered(self, sent, district, agency):
        review.send_back(sent.pk, {"10301": QUESTION}, by=post(), now=timezone.now())
        member = make_member(agency, is_admin=True)
        answers.save(sent.pk, {"10301": "3600000"}, by=member, via=Via.PAGE, seen_version=None, now=NOW)
        answers.submit(sent.pk, by=member, now=NOW)

        text = district.get(f"/admin/survey/returns/{sent.pk}/").content.decode()

        assert "退回后改动 1 处" in text
        assert '<tr id="cell-10301" class="row-changed">' in text
        assert CellQuestion.objects.get().state == QuestionState.CHANGED

    def test_what_the_agency_changed_keeps_it_from_sending_no_longer(self, sent, agency, client_for):
        review.send_back(sent.pk, {"10301": QUESTION}, by=post(), now=timezone.now())
        member = make_member(agency, is_admin=True)
        page = client_for(member)
        assert "还有 1 格没有答复或更正" in page.get("/portal/survey/2025/check/").content.decode()

        answers.save(sent.pk, {"10301": "3600000"}, by=member, via=Via.PAGE, seen_version=None, now=NOW)

        text = page.get("/portal/survey/2025/check/").content.decode()
        assert "没有答复或更正" not in text
        assert "提交调查表" in text

    def test_an_unknown_step_is_no_page(self, sent, city):
        assert city.post(f"/admin/survey/returns/{sent.pk}/fly/").status_code == 404

    def test_excuse_and_extension_have_their_forms(self, agency, city):
        found = a_return(agency=agency)
        answer = city.post(f"/admin/survey/returns/{found.pk}/excuse/", {"reason": "注销"})
        assert answer.status_code == 422
        assert "免予填报的理由不少于 10 个字" in answer.content.decode()

        city.post(f"/admin/survey/returns/{found.pk}/excuse/", {"reason": "已于年内注销，全年无业务。"})
        assert SurveyReturn.objects.get().state == ReturnState.EXCUSED


class TestTheQueue:
    def test_a_verdict_in_place_leads_to_the_next(self, sent, district):
        waiting = flag(sent)

        answer = district.post(f"/admin/survey/flags/{waiting.pk}/", {"kind": "ok", "note": "电话核实，当年并购"})

        waiting.refresh_from_db()
        assert answer.headers["Location"] == "/admin/survey/2025/outliers/"
        assert waiting.verdict == "核实无误：电话核实，当年并购"

    def test_to_ask_the_agency_leads_to_the_cell(self, sent, district):
        answer = district.post(f"/admin/survey/flags/{flag(sent).pk}/", {"kind": "ask"})

        assert answer.headers["Location"] == f"/admin/survey/returns/{sent.pk}/?ask=10301#cell-10301"

    def test_the_queue_is_in_the_order_of_influence(self, sent, district):
        flag(sent, cell="10302", influence=5)
        flag(sent)

        text = district.get("/admin/survey/2025/outliers/").content.decode()

        assert text.index("90.00%") < text.index("其中：知识产权服务收入")

    def test_comparing_anew_asks_for_a_job(self, sent, city):
        answer = city.post("/admin/survey/2025/outliers/compute/")

        assert "jobs/" in answer.headers["Location"]
