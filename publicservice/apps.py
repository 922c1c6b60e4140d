"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class PublicServiceConfig(AppConfig):
    name = "publicservice"
    verbose_name = "公共服务"

    def ready(self) -> None:
        from publicservice.booking import registration as booking
        from publicservice.campaigns import registration as campaigns
        from publicservice.catalogue import registration as catalogue
        from publicservice.coverage import registration as coverage
        from publicservice.network import registration as network
        from publicservice.rights_aid import registration as rights_aid

        for slice_ in (network, catalogue, booking, rights_aid, campaigns, coverage):
            slice_.register()
