"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "服务机构"

    def ready(self) -> None:
        from agencies.filings import registration
        from agencies.filings.services import merging
        from agencies.personal import declare_personal_data
        from agencies.registry import figures as registry_figures
        from agencies.registry.feeds import AGENCIES, ATTORNEYS, STANDINGS
        from ipservice.figures import registry as figures
        from ipservice.intake import feeds

        declare_personal_data()
        merging.register_children()
        for figure in (registry_figures.BY_DISTRICT, registry_figures.BY_STATE):
            figures.register(figure)
        for feed in (AGENCIES, ATTORNEYS, STANDINGS):
            feeds.register(feed)
        registration.register()
