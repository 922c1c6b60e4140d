"""Personal data of the shared ground. The apps declare theirs beside their models (``personal.py``)."""

from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from ipservice.foundation import masking
from ipservice.privacy.registry import Category, Declaration, PersonalField, Term, declare, declare_impersonal

YEAR = 365
TO_CONFIRM = "产品建议值，待确认"
ARCHIVE = "档案：职务行为记录随档案保存"
SIGN_IN = "登录与联系"


def declare_shared_ground() -> None:
    _people()
    _procedure()
    _messages()
    _drafts()
    _money()
    _consents()
    _archives()
    _impersonal()


def _people() -> None:
    fields = (
        PersonalField("username", Category.NAME, SIGN_IN, erased=lambda row: f"erased-{row.pk}"),
        PersonalField("display_name", Category.NAME, "署名与联系", erased="已注销用户"),
        PersonalField("first_name", Category.NAME, SIGN_IN),
        PersonalField("last_name", Category.NAME, SIGN_IN),
        PersonalField("email", Category.CONTACT, SIGN_IN, mask=masking.email),
        PersonalField("phone", Category.CONTACT, SIGN_IN),
    )
    term = Term(3 * YEAR, "last_login", Q(is_active=False), basis=TO_CONFIRM)
    declare(Declaration("accounts.User", fields, term))
    fields = (
        PersonalField("username", Category.NAME, "防止猜测密码"),
        PersonalField("address", Category.NETWORK, "防止猜测密码", erased=None),
    )
    declare(Declaration("accounts.LoginFailure", fields, Term(180, "at", deletes=True, basis="网络日志不少于六个月")))


def _procedure() -> None:
    fields = (
        PersonalField("objector_name", Category.NAME, "核实异议人身份并答复", erased="已删除"),
        PersonalField("objector_phone", Category.CONTACT, "核实异议人身份并答复"),
        PersonalField("statement", Category.WORDS, "调查异议", erased="（保存期限届满，内容已清除）"),
    )
    declare(Declaration("procedure.Objection", fields, Term(3 * YEAR, "answered_at", basis=TO_CONFIRM), _objections))


def _objections(user: Any) -> QuerySet:
    every = apps.get_model("procedure.Objection").objects
    return every.all() if user.is_city_official else every.none()


def _messages() -> None:
    fields = (PersonalField("title", Category.WORDS, "告知事项"), PersonalField("body", Category.WORDS, "告知事项"))
    declare(Declaration("notices.Message", fields, Term(3 * YEAR, "created_at", deletes=True, basis=TO_CONFIRM)))
    fields = (PersonalField("address", Category.CONTACT, "投递"),)
    declare(Declaration("notices.Delivery", fields, Term(180, "message__created_at", basis=TO_CONFIRM)))


def _drafts() -> None:
    fields = (PersonalField("values", Category.WORDS, "保留本人填写到一半的表单", erased=dict),)
    term = Term(30, "saved_at", deletes=True, basis="草稿只供本人继续填写，一个月后删除")
    declare(Declaration("drafts.Draft", fields, term))


def _money() -> None:
    accounting = Term(None, basis="会计档案，按会计档案管理规定保存，不由本系统清除")
    for label in ("payments.PayeeAccount", "payments.Payment"):
        fields = (
            PersonalField("payee_name", Category.NAME, "支付奖励资金", mask=str),
            PersonalField("bank", Category.ACCOUNT, "支付奖励资金", mask=str),
            PersonalField("account", Category.ACCOUNT, "支付奖励资金"),
        )
        declare(Declaration(label, fields, accounting))
    declare(
        Declaration(
            "payments.Recovery", (PersonalField("payee_name", Category.NAME, "追回资金", mask=str),), accounting
        )
    )


def _consents() -> None:
    fields = (
        PersonalField("contact", Category.CONTACT, "辨认撤回同意的人（指纹，不能还原）", mask=lambda text: text[:8]),
        PersonalField("given_by", Category.NAME, "证明取得同意", mask=str, erased=None),
    )
    term = Term(3 * YEAR, "data_ended_at", basis=TO_CONFIRM)
    declare(Declaration("privacy.Consent", fields, term))


def _archives() -> None:
    term = Term(None, basis=ARCHIVE)
    declare(Declaration("audit.AuditEntry", (PersonalField("actor_label", Category.DUTY, "明确责任"),), term))
    declare(Declaration("evidence.StoredFile", (PersonalField("name", Category.WORDS, "辨认文件"),), term))


def _impersonal() -> None:
    for label in ("reference.District", "reference.Industry", "reference.ServiceType", "reference.CalendarDay"):
        declare_impersonal(label, "地名或分类名", "name", "short_name", "name_en")
    declare_impersonal("reference.ReferenceFigure", "指标名", "name")
    declare_impersonal("jobs.Heartbeat", "定时任务名", "name")
    declare_impersonal("pagecache.DataVersion", "数据名", "name")
    declare_impersonal("intake.ImportChange", "数据表名", "table_name")
    declare_impersonal("procedure.PublicNotice", "办公室的公开联系方式", "contact")
    declare_impersonal("procedure.Objection", "机构名称", "subject_name")
    declare_impersonal("documents.IssuedPaper", "机构名称", "subject_name")
