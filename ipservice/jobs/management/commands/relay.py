"""Send waiting jobs to the broker, for ever; run one of these beside the worker."""

from django.core.management.base import BaseCommand

from ipservice.jobs.relay import relay_for_ever


class Command(BaseCommand):
    help = "将等待中的后台任务送往消息队列（常驻进程）"

    def handle(self, *args, **options) -> None:
        self.stdout.write("relay: listening for waiting jobs")
        relay_for_ever()
