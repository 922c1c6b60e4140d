"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    name = "incentives"
    verbose_name = "政策支持"

    def ready(self) -> None:
        from incentives.awards import cards, evidence, figures, held, kinds
        from incentives.awards.services import letters, merging, money, resting
        from incentives.personal import declare_personal_data
        from ipservice.demo import parts
        from ipservice.documents import subjects
        from ipservice.figures import registry
        from ipservice.intake import feeds
        from ipservice.payments import kinds as payments
        from ipservice.portal import cards as pages
        from ipservice.portal import work

        declare_personal_data()
        kinds.register()
        work.announce(
            work.WorkPage(
                work.Job.AWARDS,
                "奖励年度",
                "/admin/awards/",
                icon="trophy",
                order=10,
                allowed=lambda user: user.is_city_official,
            )
        )
        evidence.register_purposes()
        held.register_sections()
        for figure in figures.FIGURES:
            registry.register(figure)
        merging.register_children()
        feeds.register_dependant("filings", resting.on_filings)
        feeds.register_dependant("yearly_summary", resting.on_summary)
        subjects.register(letters.PAPER_SUBJECT)
        payments.register(money.PAYABLE)
        pages.home.register(pages.Card("awards.latest", order=40, build=cards.latest_list))
        pages.portal.register(pages.Card("awards.mine", order=30, build=cards.my_result))
        parts.register(parts.Part("奖励年度", place=50, load="incentives.awards.demo.load"))
