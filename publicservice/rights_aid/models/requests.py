"""Requests for help with one's rights, the log of their steps, and how their handling was rated.

No row history is kept of a request: the history writes who was signed in, and an anonymous request has nobody. What
happened to a request stands in its steps.
"""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from ipservice.evidence.models import StoredFile
from publicservice.booking.rules.ratings import LEVELS
from publicservice.network.models import Outlet
from publicservice.rights_aid.rules import WAITING, RightKind, State, Step


class RequestQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The city's officials all, a district its own, outlet staff what is assigned to their outlet.

        Who filed a request reads it by its code.
        """
        if not user.is_authenticated:
            return self.none()
        if user.is_city_official:
            return self
        if user.is_official:
            return self.filter(district=user.district)
        return self.filter(outlet__in=Outlet.objects.worked_at_by(user))

    def asked_by(self, user) -> Self:
        """What the person asked for by name, from this account; newest first."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(submitted_by=user, is_anonymous=False).order_by("-id")

    def waiting(self) -> Self:
        """Where somebody still has to do something."""
        return self.filter(state__in=WAITING)

    def overdue_on(self, day: date) -> Self:
        """Whose term is over: ours, not the one given to the person who asks."""
        return self.waiting().exclude(state=State.INCOMPLETE).filter(due_on__lt=day)


class AidRequest(models.Model):
    """One request. ``due_on`` is the last day of the term that runs in the present state.

    ``code_digest`` is a keyed digest of the tracking code, which is shown once and kept nowhere. Of an anonymous
    request nothing is kept by which its author could be found: no account, no name, no address, no browser.
    """

    number = models.CharField("编号", max_length=64, unique=True)
    code_digest = models.CharField("查询码摘要", max_length=64, unique=True)
    right_kind = models.CharField("权利类型", max_length=12, choices=RightKind.choices())
    right_number = models.CharField("权利证明编号", max_length=80, blank=True)
    respondent = models.CharField("被请求人", max_length=120, blank=True)
    respondent_place = models.CharField("被请求人地址或网店", max_length=200, blank=True)
    facts = models.TextField("事实和理由")
    wish = models.TextField("希望得到的帮助", blank=True)
    other_body = models.CharField("已受理的其他单位", max_length=120, blank=True)
    handed_over_by = models.CharField("移送本机关的单位", max_length=120, blank=True)
    is_anonymous = models.BooleanField("匿名")
    applicant_name = models.CharField("请求人", max_length=120, blank=True)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True)
    phone = models.CharField("联系电话", max_length=20, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="账号", related_name="+"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="代为登记人", related_name="+"
    )
    evidence = models.ManyToManyField(StoredFile, verbose_name="证据材料", blank=True, related_name="+")
    district = models.ForeignKey(
        "reference.District", models.PROTECT, verbose_name="区县", null=True, blank=True, related_name="+"
    )
    outlet = models.ForeignKey(
        Outlet, models.PROTECT, verbose_name="办理网点", null=True, blank=True, related_name="aid_requests"
    )
    state = models.CharField("状态", max_length=12, choices=State.choices(), default=State.FILED)
    filed_on = models.DateField("提交日期")
    due_on = models.DateField("办理期限", null=True, blank=True)
    is_due_provisional = models.BooleanField("期限待日历确定", default=False)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    answer = models.TextField("答复", blank=True)
    answered_on = models.DateField("答复日期", null=True, blank=True)
    transferred_to = models.CharField("移送单位", max_length=120, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    ruleset = models.ForeignKey("procedure.RuleSet", models.PROTECT, verbose_name="规则版本", related_name="+")
    is_demo = models.BooleanField("演示数据", default=False)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "维权援助请求"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_anonymous=False)
                | Q(
                    applicant_name="",
                    credit_code="",
                    phone="",
                    email="",
                    submitted_by__isnull=True,
                    entered_by__isnull=True,
                ),
                name="nothing_is_kept_of_an_anonymous_applicant",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.ANSWERED) | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="answered_requests_have_an_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.TRANSFERRED) | ~Q(transferred_to=""), name="transferred_requests_say_where_to"
            ),
        ]
        indexes = [
            models.Index(fields=["district", "state", "due_on"], name="aid_by_district"),
            models.Index(fields=["due_on"], condition=Q(state__in=WAITING), name="aid_waiting"),
        ]

    def __str__(self) -> str:
        return self.number


class AidStep(models.Model):
    """One step taken in a request, never changed. ``by`` is None where the applicant or the clock acted.

    ``is_told`` steps are shown to the applicant with their reason; the others are the office's own.
    """

    request = models.ForeignKey(AidRequest, models.CASCADE, related_name="steps")
    step = models.CharField("步骤", max_length=12, choices=Step.choices())
    before = models.CharField("此前状态", max_length=12, choices=State.choices(), blank=True)
    after = models.CharField("此后状态", max_length=12, choices=State.choices())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="办理人", related_name="+"
    )
    taken_on = models.DateField("日期")
    reason = models.TextField("说明", blank=True)
    is_told = models.BooleanField("请求人可见", default=False)
    findings = models.JSONField("认定依据", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "维权援助办理记录"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.request_id} {self.get_step_display()}"


class AidRating(models.Model):
    """How the handling of one request was rated: once, and once more after a bad rating was put right."""

    request = models.ForeignKey(AidRequest, models.CASCADE, related_name="ratings")
    is_follow_up = models.BooleanField("整改后评价", default=False)
    stars = models.PositiveSmallIntegerField("评价", choices=list(LEVELS.items()))
    comment = models.TextField("意见", blank=True)
    rated_on = models.DateField("评价日期")
    mended_on = models.DateField("整改日期", null=True, blank=True)
    mended_note = models.TextField("整改说明", blank=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="整改人", related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "维权援助评价"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["request", "is_follow_up"], name="one_rating_a_request_and_round"),
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="aid_rating_has_one_to_five_stars"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.get_stars_display()}"
