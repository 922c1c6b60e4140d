"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "服务机构"

    def ready(self) -> None:
        from agencies.filings import rules as filing_rules
        from agencies.filings.feeds import FILINGS, SUMMARY
        from agencies.filings.figures import yearly
        from agencies.filings.services import anomalies
        from agencies.registry import figures as registry_figures
        from agencies.registry.feeds import AGENCIES, ATTORNEYS, STANDINGS
        from ipservice.demo import parts
        from ipservice.figures import registry as figures
        from ipservice.intake import feeds
        from ipservice.portal import work
        from ipservice.procedure import kinds

        parts.register(parts.Part("机构、代理师与专利申请", place=10, load="agencies.demo.scales.load"))
        kinds.register_rules(
            kinds.RuleKind(anomalies.KIND, "奖励数据筛查", check=filing_rules.problems, labels=filing_rules.LABELS)
        )
        for figure in (registry_figures.BY_DISTRICT, registry_figures.BY_STATE, yearly.FILINGS, yearly.GRANT_RATE):
            figures.register(figure)
        for feed in (AGENCIES, ATTORNEYS, STANDINGS, FILINGS, SUMMARY):
            feeds.register(feed)
        for place, (title, path, allowed) in enumerate(
            (
                ("专利申请", "/admin/filings/", lambda user: user.has_perm("agencies.view_filing")),
                ("年度汇总", "/admin/totals/", lambda user: user.has_perm("agencies.view_yearlytotal")),
                ("年度数据来源", "/admin/year-sources/", lambda user: user.is_city_official),
            )
        ):
            work.announce(
                work.WorkPage(
                    work.Job.DATA,
                    title,
                    path,
                    icon="lightbulb",
                    order=60 + place,
                    allowed=allowed,
                )
            )
