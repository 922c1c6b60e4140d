"""Officials' pages of the procedure: decisions and their steps, notices, objections, rule sets."""

from ipservice.procedure.admin.registered import DecisionAdmin, PublicNoticeAdmin, RuleSetAdmin

__all__ = ["DecisionAdmin", "PublicNoticeAdmin", "RuleSetAdmin"]
