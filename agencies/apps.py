"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "agencies"
    verbose_name = "服务机构"

    def ready(self) -> None:
        from ipservice.demo import parts

        parts.register(parts.Part("机构、代理师与专利申请", place=10, load="agencies.demo.scales.load"))
