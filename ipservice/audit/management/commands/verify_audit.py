"""Say whether the record of acts is whole; the exit status is 1 when it is not."""

from django.core.management.base import BaseCommand, CommandError

from ipservice.audit.verifying import verify


class Command(BaseCommand):
    help = "核验操作记录链是否完整（有无被改动或移除的记录）"

    def handle(self, *args, **options) -> None:
        verdict = verify()
        for fault in verdict.faults:
            self.stderr.write(fault)
        if verdict.faults:
            raise CommandError(f"操作记录不完整：发现 {len(verdict.faults)} 处问题。")
        self.stdout.write(f"操作记录完整：共 {verdict.count} 条，总摘要 {verdict.head}")
