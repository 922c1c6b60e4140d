"""What the network offers to the shared ground, registered when the app starts."""

from ipservice.accounts.models import User
from ipservice.demo import parts
from ipservice.figures import registry
from ipservice.intake import feeds
from ipservice.portal import searching, work
from ipservice.procedure import kinds
from publicservice.network import evidence, figures
from publicservice.network.feeds import OUTLETS, PARKS
from publicservice.network.personal import declare_personal_data
from publicservice.network.rules import norm
from publicservice.network.searching import PLACE


def _officials(user: User) -> bool:
    return user.is_official


PAGES = (
    work.WorkPage(work.Job.NETWORK, "服务网点", "/admin/outlets/", "store", order=10, allowed=_officials),
    work.WorkPage(work.Job.NETWORK, "覆盖缺口", "/admin/outlets/gaps/", "wrong_location", order=11, allowed=_officials),
)


def register() -> None:
    declare_personal_data()
    searching.register(PLACE)
    for figure in figures.FIGURES:
        registry.register(figure)
    for feed in (OUTLETS, PARKS):
        feeds.register(feed)
    kinds.register_rules(
        kinds.RuleKind(norm.KIND, "公共服务网点管理规范", check=norm.problems, labels=norm.LABELS, show=_shown)
    )
    for page in PAGES:
        work.announce(page)
    evidence.register_purposes()
    parts.register(parts.Part("公共服务网点", place=60, load="publicservice.network.demo.load"))


def _shown(name: str, value: object) -> str:
    if name.startswith(norm.CRITERION) or name == norm.EVIDENCE_FROM:
        return f"{norm.points(value)} 分" if isinstance(value, int) else str(value)
    return f"{value}%"
