"""Requests for rights aid: the smallest that is taken up."""

import datetime as dt
from itertools import count
from typing import Any

from django.conf import settings

from ipservice.accounts.models import User
from ipservice.procedure.models import RuleSet, RuleSetStage
from ipservice.procedure.services.rulesets import load_rulesets
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.rules import KIND
from publicservice.rights_aid.services import filing

MONDAY = dt.date(2026, 6, 1)
_tokens = count(1)


def make_rules() -> RuleSet:
    """The rule set as shipped."""
    found = RuleSet.objects.filter(kind=KIND, stage=RuleSetStage.ADOPTED).first()
    if found is None:
        load_rulesets(settings.BASE_DIR / "docs" / "rulesets")
        found = RuleSet.objects.get(kind=KIND, version=1)
    return found


def make_filing(**facts: Any) -> filing.Filing:
    named = {
        "right_kind": "patent",
        "facts": "2026年5月起，对方在网店销售与我专利相同的产品，已经公证购买。",
        "is_anonymous": False,
        "respondent": "演示商行",
        "applicant_name": "李四",
        "phone": "13812345678",
        "is_consented": True,
    }
    if facts.get("is_anonymous"):
        named |= {"applicant_name": "", "phone": "", "is_consented": False}
    return filing.Filing(**{**named, **facts})


def make_request(*, by: User | None = None, today: dt.date = MONDAY, **facts: Any) -> AidRequest:
    make_rules()
    code = filing.code_for(f"token-{next(_tokens)}")
    return filing.file(make_filing(**facts), code=code, by=by, today=today)
