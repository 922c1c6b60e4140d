"""Registers the app and the rule set of procedure that every decision follows."""

from django.apps import AppConfig


class ProcedureConfig(AppConfig):
    name = "ipservice.procedure"
    label = "procedure"
    verbose_name = "决定与公示"

    def ready(self) -> None:
        from ipservice.procedure import evidence, kinds
        from ipservice.procedure.services import terms

        kinds.register_rules(
            kinds.RuleKind(terms.KIND, "办理程序期限", check=terms.problems, labels=terms.LABELS, show=terms.show)
        )
        evidence.register_purposes()
