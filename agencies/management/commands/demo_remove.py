"""``manage.py demo_remove``: takes the demonstration data away again, all of it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ipservice.demo import removal
from ipservice.foundation.errors import DomainError


class Command(BaseCommand):
    help = "移除全部演示数据；操作记录保留，其中的演示人员以“演示”字样标明"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = removal.remove()
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        for table, count in counts.items():
            self.stdout.write(f"{table}：{count:,} 行")
        self.stdout.write("演示数据已全部移除。" if counts else "没有演示数据。")
