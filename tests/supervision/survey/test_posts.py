"""统计人员: nobody opens an answer without a post."""

import datetime as dt

import pytest

from ipservice.accounts.models import Role
from ipservice.audit.models import AuditEntry
from supervision.survey.models import SurveyReturn
from supervision.survey.services import posts
from supervision.survey.services.errors import NoPost, PostNotPossible
from tests.factories.accounts import make_district, make_user
from tests.factories.agencies import make_agency, make_member
from tests.factories.survey import make_survey, open_survey

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 6, 1)


@pytest.fixture
def chief():
    return make_user(role=Role.SYSTEM_ADMIN)


def test_a_role_alone_sees_no_return(chief):
    open_survey()

    for user in (chief, make_user(role=Role.MUNICIPAL_OFFICIAL), make_user(role=Role.REVIEWER)):
        assert not SurveyReturn.objects.visible_to(user).exists()
        assert not posts.areas_of(user)
        with pytest.raises(NoPost, match="统计数据只供统计使用"):
            posts.require_post(user)


def test_a_city_post_sees_all_a_district_post_its_own_and_an_agency_its_own_once_open(chief):
    near, far = make_district(), make_district()
    agencies = [make_agency(district=near), make_agency(district=far)]
    official, local = make_user(role=Role.REVIEWER), make_user(role=Role.DISTRICT_OFFICIAL, district=near)
    posts.appoint(official, by=chief, today=TODAY)
    posts.appoint(local, near, by=chief, today=TODAY)
    member = make_member(agencies[0])
    make_survey(2026)
    open_survey(agencies=agencies)

    def seen(user):
        return set(SurveyReturn.objects.visible_to(user).values_list("agency", flat=True))

    assert seen(official) == {agency.pk for agency in agencies}
    assert seen(local) == seen(member) == {agencies[0].pk}
    assert posts.require_post(local, district_id=near.pk).districts == {near.pk}
    with pytest.raises(NoPost, match="该区县的统计人员"):
        posts.require_post(local, district_id=far.pk)
    with pytest.raises(NoPost, match="市级统计人员，不能启动填报"):
        posts.require_city_post(local, act="启动填报")


def test_an_ended_post_opens_nothing_and_may_be_given_again(chief):
    official = make_user(role=Role.MUNICIPAL_OFFICIAL)
    first = posts.appoint(official, by=chief, today=TODAY)
    assert posts.appoint(official, by=chief, today=TODAY) == first

    posts.end(first.pk, by=chief, today=TODAY)
    posts.end(first.pk, by=chief, today=TODAY + dt.timedelta(days=3))
    assert not posts.areas_of(official)
    first.refresh_from_db()
    assert first.ended_on == TODAY
    assert posts.appoint(official, by=chief, today=TODAY) != first
    verbs = AuditEntry.objects.filter(actor=chief).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["survey.post.appoint", "survey.post.end", "survey.post.appoint"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.DISTRICT_OFFICIAL, Role.AGENCY_ADMIN])
def test_only_system_administrators_and_officials_of_the_city_appoint(role):
    with pytest.raises(PostNotPossible, match="由系统管理员或市级经办人指定"):
        posts.appoint(make_user(role=Role.REVIEWER), by=make_user(role=role), today=TODAY)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.AGENCY_ADMIN, Role.PUBLIC, Role.DISTRICT_OFFICIAL])
def test_a_post_for_the_city_is_for_its_officials(chief, role):
    with pytest.raises(PostNotPossible, match="全市统计人员应是市级经办人或复核人"):
        posts.appoint(make_user(role=role), by=chief, today=TODAY)


def test_a_post_for_a_district_is_for_its_own_official(chief):
    with pytest.raises(PostNotPossible, match="应是该区县的经办人"):
        posts.appoint(make_user(role=Role.DISTRICT_OFFICIAL), make_district(), by=chief, today=TODAY)
    left = make_user(role=Role.REVIEWER)
    left.is_active = False
    with pytest.raises(PostNotPossible, match="账号已停用"):
        posts.appoint(left, by=chief, today=TODAY)
