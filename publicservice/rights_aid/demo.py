"""Three demonstration requests: one just filed, one anonymous, one answered."""

from datetime import timedelta

from django.db import transaction

from ipservice.accounts.models import Role, User
from ipservice.demo.parts import Order, Scale
from publicservice.rights_aid.models import AidRequest
from publicservice.rights_aid.services import filing, handling

FACTS = "演示：对方在网店销售与我方专利相同的产品，已经公证购买。"
STORIES = (
    {"right_kind": "patent", "is_anonymous": False, "applicant_name": "演示人甲", "phone": "13800000001"},
    {"right_kind": "copyright", "is_anonymous": True},
    {"right_kind": "trademark", "is_anonymous": False, "applicant_name": "演示人乙", "phone": "13800000002"},
)


@transaction.atomic
def load(order: Order) -> None:
    """Nobody knows the codes of these requests: they are there for the officials' desk."""
    official = User.objects.filter(role=Role.MUNICIPAL_OFFICIAL, is_demo=True).order_by("pk").first()
    if order.scale != Scale.CITY or official is None:
        return
    for number, story in enumerate(STORIES):
        day = order.today - timedelta(days=number)
        wanted = filing.Filing(**story, facts=FACTS, respondent="演示商行", is_consented=not story["is_anonymous"])
        made = filing.file(wanted, code=filing.code_for(f"demo-{order.seed}-{number}"), by=None, today=day)
        AidRequest.objects.filter(pk=made.pk).update(is_demo=True)
    who = {"by": official, "today": order.today}
    handling.accept(made.pk, handling.Judgement(), **who)
    handling.begin(made.pk, **who)
    handling.answer(made.pk, words="演示答复：建议先申请侵权判定咨询，再请求行政裁决。", **who)
