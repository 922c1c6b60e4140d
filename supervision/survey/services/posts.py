"""统计人员: who handles the survey. A role opens no answer; a post does, for the whole city or for one district."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.audit.services import record
from ipservice.reference.models import District
from supervision.survey.models import SurveyPost
from supervision.survey.services.errors import NoPost, PostNotPossible

APPOINTING = frozenset({Role.SYSTEM_ADMIN, Role.MUNICIPAL_OFFICIAL})
CITY_ROLES = frozenset({Role.MUNICIPAL_OFFICIAL, Role.REVIEWER})


@dataclass(frozen=True, slots=True)
class Areas:
    """Whose returns a person handles: the whole city, or some districts by id."""

    is_city: bool = False
    districts: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return self.is_city or bool(self.districts)

    def includes(self, district_id: int) -> bool:
        return self.is_city or district_id in self.districts


def may_appoint(user: User) -> bool:
    """System administrators and officials of the city appoint; none of them has a post by that."""
    return user.is_authenticated and user.role in APPOINTING


def areas_of(user: User) -> Areas:
    """One statement. Nothing for who is no official or has no post."""
    if not (user.is_authenticated and user.is_staff):
        return Areas()
    districts = set(SurveyPost.objects.live().filter(user=user).values_list("district", flat=True))
    return Areas(None in districts, frozenset(districts - {None}))


def require_post(user: User, *, district_id: int | None = None, act: str = "打开调查数据") -> Areas:
    """The person's areas; with ``district_id`` they must include that district. Raises ``NoPost``."""
    areas = areas_of(user)
    if not areas or (district_id is not None and not areas.includes(district_id)):
        raise NoPost(area="该区县的" if areas else "", act=act)
    return areas


def require_city_post(user: User, *, act: str) -> None:
    """Raises ``NoPost``."""
    if not areas_of(user).is_city:
        raise NoPost(area="市级", act=act)


@transaction.atomic
def appoint(user: User, district: District | None = None, *, by: User, today: date) -> SurveyPost:
    """Give ``user`` the post for the city (no ``district``) or for a district. An existing one is returned as it is."""
    _require_appointing(by)
    _require_fitting(user, district)
    post, is_new = SurveyPost.objects.get_or_create(
        user=user, district=district, ended_on=None, defaults={"appointed_by": by, "since": today}
    )
    if is_new:
        area = district or "全市"
        record("survey.post.appoint", f"指定 {user} 为{area}统计人员", subject=("survey_post", post.pk), by=by)
    return post


@transaction.atomic
def end(post_id: int, *, by: User, today: date) -> SurveyPost:
    """Take the post away from today on. Ending it twice changes nothing."""
    _require_appointing(by)
    post = SurveyPost.objects.select_for_update(of=("self",)).select_related("user", "district").get(pk=post_id)
    if post.ended_on is None:
        post.ended_on = today
        post.save(update_fields=["ended_on"])
        area = post.district or "全市"
        record("survey.post.end", f"免去 {post.user} 的{area}统计人员", subject=("survey_post", post.pk), by=by)
    return post


def _require_appointing(by: User) -> None:
    if not may_appoint(by):
        raise PostNotPossible(problem="统计人员由系统管理员或市级经办人指定。")


def _require_fitting(user: User, district: District | None) -> None:
    if not user.is_active:
        raise PostNotPossible(problem=f"{user} 的账号已停用，不能指定为统计人员。")
    if district is None and user.role not in CITY_ROLES:
        raise PostNotPossible(problem=f"全市统计人员应是市级经办人或复核人，{user} 是{user.get_role_display()}。")
    if district is not None and (user.role != Role.DISTRICT_OFFICIAL or user.district_id != district.pk):
        raise PostNotPossible(problem=f"{district}统计人员应是该区县的经办人，{user} 不是。")
