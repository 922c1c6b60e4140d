"""manage.py load_reference: the product's own reference data into the tables."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from ipservice.pagecache.versions import bump
from ipservice.reference.loading import load_reference


class Command(BaseCommand):
    """Lives here, not with the reference data, because those know nothing of the pages made of them."""

    help = "把区县、产业分类、服务类型、工作日历和公布数据写入数据库；重复执行不改变已有数据。"

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Public pages are made anew even where no row was written: the links between rows are not counted."""
        written = load_reference()
        bump("reference")
        total = sum(written.values())
        parts = "，".join(f"{table} {count} 行" for table, count in written.items() if count)
        self.stdout.write(f"基础数据已载入：{parts}。" if total else "基础数据已是最新，没有写入。")
