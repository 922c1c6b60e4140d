"""manage.py load_reference: the product's own reference data into the tables."""

from typing import Any

from django.core.management.base import BaseCommand

from ipservice.reference.loading import load_reference


class Command(BaseCommand):
    help = "把区县、产业分类、服务类型、工作日历和公布数据写入数据库；重复执行不改变已有数据。"

    def handle(self, *args: Any, **options: Any) -> None:
        written = load_reference()
        total = sum(written.values())
        parts = "，".join(f"{table} {count} 行" for table, count in written.items() if count)
        self.stdout.write(f"基础数据已载入：{parts}。" if total else "基础数据已是最新，没有写入。")
