"""``manage.py recount_totals``: counts all yearly totals and IPC sections afresh from the filings."""

from typing import Any

from django.core.management.base import BaseCommand

from agencies.filings.services import totals


class Command(BaseCommand):
    help = "由逐件数据重新统计各机构的年度汇总和技术领域（IPC部）；升级后新增统计项时运行一次"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已重新统计年度汇总 {totals.refresh():,} 行。")
