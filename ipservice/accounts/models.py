"""Who comes in: one table of users, one role each, and the district of a district official."""

from datetime import datetime
from typing import Any, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models

from ipservice.foundation.vocabulary import Vocabulary


class Role(Vocabulary):
    """What a person does here. One role a person, so the duties that must not meet in one hand cannot."""

    SYSTEM_ADMIN = "system_admin", "系统管理员"
    MUNICIPAL_OFFICIAL = "municipal_official", "市级经办人"
    REVIEWER = "reviewer", "复核人"
    DISTRICT_OFFICIAL = "district_official", "区县经办人"
    AGENCY_ADMIN = "agency_admin", "机构管理员"
    AGENCY_STAFF = "agency_staff", "机构工作人员"
    OUTLET_STAFF = "outlet_staff", "网点工作人员"
    PUBLIC = "public", "公众用户"


OFFICIAL_ROLES = frozenset({Role.MUNICIPAL_OFFICIAL, Role.REVIEWER, Role.DISTRICT_OFFICIAL})
CITY_ROLES = frozenset({Role.MUNICIPAL_OFFICIAL, Role.REVIEWER})
AGENCY_ROLES = frozenset({Role.AGENCY_ADMIN, Role.AGENCY_STAFF})
STAFF_ROLES = OFFICIAL_ROLES | {Role.SYSTEM_ADMIN}


class UserQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """System administrators see everybody, other people themselves."""
        if not user.is_authenticated:
            return self.none()
        return self if user.role == Role.SYSTEM_ADMIN else self.filter(pk=user.pk)

    def officials(self) -> Self:
        return self.filter(role__in=OFFICIAL_ROLES)

    def active(self) -> Self:
        return self.filter(is_active=True)


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    """``createsuperuser`` makes a system administrator: one who keeps accounts and decides nothing."""

    def create_superuser(self, username: str, email: str | None = None, password: str | None = None, **fields: Any):
        return self.create_user(username, email, password, **{**fields, "role": Role.SYSTEM_ADMIN})


class User(AbstractUser):
    """A person with an account. ``district`` is set for district officials and only for them."""

    role = models.CharField("角色", max_length=24, choices=Role.choices(), default=Role.PUBLIC)
    display_name = models.CharField("姓名", max_length=64, blank=True)
    phone = models.CharField("手机号", max_length=20, blank=True)
    district = models.ForeignKey(
        "reference.District", models.PROTECT, verbose_name="所属区县", null=True, blank=True, related_name="+"
    )
    is_demo = models.BooleanField("演示数据", default=False)
    password_set_at = models.DateTimeField("密码设置时间", null=True, blank=True, editable=False)

    objects = PeopleManager()

    class Meta:
        verbose_name = verbose_name_plural = "用户"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.DISTRICT_OFFICIAL, district__isnull=False)
                | (~models.Q(role=Role.DISTRICT_OFFICIAL) & models.Q(district__isnull=True)),
                name="district_officials_have_a_district",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def is_staff(self) -> bool:
        """Whether the officials' door is open: derived from the role, so the two can't disagree."""
        return self.role in STAFF_ROLES

    @is_staff.setter
    def is_staff(self, value: bool) -> None:
        """Django's own commands pass it; the role decides."""

    @property
    def is_system_admin(self) -> bool:
        return self.role == Role.SYSTEM_ADMIN

    @property
    def is_official(self) -> bool:
        return self.role in OFFICIAL_ROLES

    @property
    def is_city_official(self) -> bool:
        return self.role in CITY_ROLES

    @property
    def serves_at_outlet(self) -> bool:
        return self.role == Role.OUTLET_STAFF

    @property
    def acts_for_agency(self) -> bool:
        return self.role in AGENCY_ROLES


class LoginFailureQuerySet(models.QuerySet):
    def counting_since(self, moment: datetime) -> Self:
        return self.filter(at__gt=moment, is_forgiven=False)


class LoginFailure(models.Model):
    """One wrong password or code. Throttling counts these rows, so it holds without the cache."""

    username = models.CharField("用户名", max_length=150, db_index=True)
    address = models.GenericIPAddressField("地址", null=True, blank=True, db_index=True)
    at = models.DateTimeField("时间", db_index=True)
    is_forgiven = models.BooleanField("已解除", default=False)

    objects = LoginFailureQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登录失败记录"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.username} {self.at:%Y-%m-%d %H:%M}"


class EarlierPassword(models.Model):
    """The hash of a password a person has or had; officials may not take the last few again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="earlier_passwords")
    hashed = models.CharField("密码散列", max_length=128)
    set_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "曾用密码"
        ordering = ["-set_at", "-id"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.set_at:%Y-%m-%d}"
