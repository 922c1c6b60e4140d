"""Load the rule sets that the product ships; running it again changes nothing."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from ipservice.procedure.services.rulesets import load_rulesets


class Command(BaseCommand):
    help = "载入随产品提供的规则版本（docs/rulesets/*.toml），可重复执行"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "docs" / "rulesets")

    def handle(self, *args, **options) -> None:
        loaded = load_rulesets(options["folder"])
        for ruleset in loaded:
            self.stdout.write(f"已载入 {ruleset}（{ruleset.get_stage_display()}，{ruleset.get_status_display()}）")
        if not loaded:
            self.stdout.write("没有新的规则版本。")
