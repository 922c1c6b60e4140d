"""What the filings offer to the shared ground: feeds, figures, thresholds, officials' pages, demonstration data."""

from agencies.filings import cards, held, rules
from agencies.filings.feeds import FILINGS, SUMMARY
from agencies.filings.figures import of_year, yearly
from agencies.filings.services import anomalies
from ipservice.demo import parts
from ipservice.figures import registry as figures
from ipservice.intake import feeds
from ipservice.portal.work import Job, WorkPage, announce
from ipservice.procedure import kinds

PAGES = (
    WorkPage(
        Job.DATA,
        "专利申请",
        "/admin/filings/",
        icon="lightbulb",
        order=60,
        allowed=lambda user: user.has_perm("agencies.view_filing"),
    ),
    WorkPage(
        Job.DATA,
        "年度汇总",
        "/admin/totals/",
        icon="summarize",
        order=61,
        allowed=lambda user: user.has_perm("agencies.view_yearlytotal"),
    ),
    WorkPage(
        Job.DATA,
        "年度数据来源",
        "/admin/year-sources/",
        icon="rule",
        order=62,
        allowed=lambda user: user.is_city_official,
    ),
)


def register() -> None:
    """Called once, when the app is ready."""
    cards.register_cards()
    held.register_sections()
    parts.register(parts.Part("机构、代理师与专利申请", place=10, load="agencies.demo.scales.load"))
    kinds.register_rules(kinds.RuleKind(anomalies.KIND, "奖励数据筛查", check=rules.problems, labels=rules.LABELS))
    for figure in (yearly.FILINGS, yearly.GRANT_RATE, *of_year.FIGURES):
        figures.register(figure)
    for feed in (FILINGS, SUMMARY):
        feeds.register(feed)
    for page in PAGES:
        announce(page)
