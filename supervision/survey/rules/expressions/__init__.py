"""The small language of skip rules and checks; nothing in it can reach the machine it runs on.

Cells ``[10201]`` and ``[10210/master/female]``, sums over cells ``sum([10210/*])``, last year ``last([10301])``, the
register ``register("attorneys")``, parameters ``parameter("change_percent")``, arithmetic, comparisons, ``and``,
``or``, ``not`` (also 且 或 非), ``filled([10301])``. Numbers are exact fractions; what is not answered is unknown, and
a check that can't be decided because something is unknown does not fail.
"""

from supervision.survey.rules.expressions.evaluation import Context, evaluate, holds
from supervision.survey.rules.expressions.faults import ExpressionFault
from supervision.survey.rules.expressions.kinds import Kind, faults_of, kind_of
from supervision.survey.rules.expressions.nodes import Binary, Call, CellRef, Node, Number, Text, Unary, cells_named
from supervision.survey.rules.expressions.parsing import parse
from supervision.survey.rules.expressions.wording import in_words

__all__ = [
    "Binary",
    "Call",
    "CellRef",
    "Context",
    "ExpressionFault",
    "Kind",
    "Node",
    "Number",
    "Text",
    "Unary",
    "cells_named",
    "evaluate",
    "faults_of",
    "holds",
    "in_words",
    "kind_of",
    "parse",
]
