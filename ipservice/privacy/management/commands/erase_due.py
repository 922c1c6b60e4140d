"""manage.py erase_due: end personal data whose term is over, or say how much that would be."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from ipservice.privacy.services import consenting, erasing


class Command(BaseCommand):
    help = "清除保存期限届满的个人信息；--dry-run 只列出数量。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出，不清除")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            counts = {
                kept.declaration.label: kept.declaration.due(kept.days, now=now).count()
                for kept in erasing.terms()
                if kept.days is not None
            }
        else:
            counts = erasing.erase_due(now=now)
            counts["同意已撤回或承诺期限届满"] = consenting.end_what_is_over(now=now)
        lines = [f"{label}：{count} 条" for label, count in counts.items() if count]
        self.stdout.write("\n".join(lines) or "没有到期的个人信息。")
