"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


def _duplicates_page(work):
    return work.WorkPage(
        work.Job.REGISTER,
        "疑似重复机构",
        "/admin/agencies/duplicates/",
        icon="content_copy",
        allowed=lambda user: user.is_city_official and user.has_perm("agencies.add_agencymerge"),
    )


def _claims_page(work):
    return work.WorkPage(
        work.Job.REGISTER,
        "机构认领",
        "/admin/agencies/claims/",
        icon="assignment_ind",
        allowed=lambda user: user.has_perm("agencies.view_agencyclaim"),
    )


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "服务机构"

    def ready(self) -> None:
        from agencies.filings import registration
        from agencies.filings.services import merging
        from agencies.personal import declare_personal_data
        from agencies.registry import cards, evidence, held
        from agencies.registry import figures as registry_figures
        from agencies.registry.admin import bulk
        from agencies.registry.feeds import AGENCIES, ATTORNEYS, STANDINGS
        from agencies.registry.rules import requests as request_rules
        from agencies.registry.services import members, papers
        from ipservice.documents import subjects
        from ipservice.figures import registry as figures
        from ipservice.intake import feeds
        from ipservice.portal import acting, work
        from ipservice.procedure import kinds

        acting.register("agencies", members.bodies_of)
        declare_personal_data()
        bulk.register_actions()
        merging.register_children()
        evidence.register_purposes()
        held.register_sections()
        subjects.register(papers.PAPER_SUBJECT)
        kinds.register_rules(
            kinds.RuleKind(
                request_rules.KIND, "机构登记办理", check=request_rules.problems, labels=request_rules.LABELS
            )
        )
        for figure in registry_figures.FIGURES:
            figures.register(figure)
        for feed in (AGENCIES, ATTORNEYS, STANDINGS):
            feeds.register(feed)
        work.announce(_duplicates_page(work))
        work.announce(_claims_page(work))
        cards.register_cards()
        registration.register()
