"""What the clock asks of the survey."""

from celery import shared_task
from django.utils import timezone

from ipservice.jobs.heartbeats import beat
from supervision.survey.services import outlier_jobs, reminding

QUARTER_HOUR, HOURLY = 900, 3600


@shared_task(name="survey.remind", ignore_result=True)
def remind() -> None:
    """Safe to deliver twice: a reminder is a row that the database takes once."""
    reminding.remind(now=timezone.now())
    beat("统计调查催报", period_seconds=HOURLY)


@shared_task(name="survey.flag_outliers", ignore_result=True)
def flag_outliers() -> None:
    """Safe to deliver twice: one job for each state of the answers."""
    outlier_jobs.ask_for_open_years()
    beat("查找统计调查异常值", period_seconds=QUARTER_HOUR)
