"""The numbers of booking, from its rule set: how long a place is held, how many one person may have, what is due."""

import json
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache

from django.db import connection

from ipservice.procedure.errors import NoRuleInForce

KIND = "booking"
LABELS = {
    "hold_minutes": "选定时段后暂留（分钟）",
    "offer_minutes": "候补通知有效（分钟）",
    "open_per_person": "同一手机号未办结预约上限（个）",
    "requests_per_hour": "同一网络地址每小时提交上限（次）",
    "wrong_codes": "预约码连续错误上限（次）",
    "lock_minutes": "错误过多后暂停查询（分钟）",
    "call_back_days": "差评回访期限（日）",
    "mend_working_days": "差评整改期限（工作日）",
    "overload_percent": "加号提示可接受的超员概率（百分比）",
}
LIMITS = {name: (1, 1440) for name in LABELS} | {"overload_percent": (1, 50), "wrong_codes": (1, 20)}


# ``RuleSet.objects.in_force`` as one plain statement: it is asked with every booking.
IN_FORCE = """
SELECT id, parameters::text FROM procedure_ruleset WHERE kind = %(kind)s AND stage = 'adopted'
AND in_force_from <= %(on)s AND (in_force_until IS NULL OR in_force_until > %(on)s)
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """One version of the rules; ``ruleset`` is its key."""

    ruleset: int
    hold_minutes: int
    offer_minutes: int
    open_per_person: int
    requests_per_hour: int
    wrong_codes: int
    lock_minutes: int
    call_back_days: int
    mend_working_days: int
    overload_percent: int

    @property
    def hold(self) -> timedelta:
        return timedelta(minutes=self.hold_minutes)

    @property
    def offer(self) -> timedelta:
        return timedelta(minutes=self.offer_minutes)

    @property
    def lock(self) -> timedelta:
        return timedelta(minutes=self.lock_minutes)


def terms(on: date) -> Terms:
    """The rules in force. Raises ``NoRuleInForce``."""
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, {"kind": KIND, "on": on})
        found = cursor.fetchone()
    if found is None:
        raise NoRuleInForce(on=on, kind="预约", parameter="预约规则")
    return _parsed(*found)


@lru_cache(maxsize=50)
def _parsed(key: int, parameters: str) -> Terms:
    """By the text they came as, so that a new version is seen at once."""
    known = json.loads(parameters)
    return Terms(key, **{each.name: known[each.name] for each in fields(Terms) if each.name != "ruleset"})


def problems(parameters: dict) -> dict[str, str]:
    """What is wrong with a version, by parameter."""
    wrong = {name: "缺少此项。" for name in LABELS if name not in parameters}
    for name, value in parameters.items():
        if name not in LABELS:
            wrong[name] = "没有这一参数。"
            continue
        low, high = LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            wrong[name] = f"“{value}”应为 {low} 至 {high} 的整数。"
    return wrong
