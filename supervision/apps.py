"""Registers the app and what its slices offer to the shared ground."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "supervision"
    verbose_name = "行业监管与统计"

    def ready(self) -> None:
        from supervision.report import registration as report
        from supervision.statistics import registration as statistics
        from supervision.survey import registration as survey

        for slice_ in (survey, statistics, report):
            slice_.register()
