"""What an expression is before it meets any answer: number, text or truth; and everything wrong with it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from supervision.survey.rules.definition import NUMERIC, ItemType, Questionnaire
from supervision.survey.rules.expressions.faults import ExpressionFault
from supervision.survey.rules.expressions.nodes import ARITHMETIC, Binary, Call, CellRef, Node, Number, Text, Unary

REGISTER_FACTS: Mapping[str, str] = {
    "attorneys": "number",
    "credit_code": "text",
    "agency_code": "text",
    "founded_year": "number",
    "branches": "number",
}


class Kind(StrEnum):
    NUMBER = "数"
    TEXT = "文字"
    TRUTH = "是非"


@dataclass(frozen=True, slots=True)
class Signature:
    """``cells`` functions take cells only; ``numbers`` any numbers; ``name`` one quoted name."""

    takes: str
    gives: Kind
    usage: str
    most: int = 1


FUNCTIONS: Mapping[str, Signature] = {
    "sum": Signature("cells", Kind.NUMBER, "sum([10210/*])", most=40),
    "count": Signature("cells", Kind.NUMBER, "count([10210/*])", most=40),
    "filled": Signature("cells", Kind.TRUTH, "filled([10301])", most=40),
    "last": Signature("numeric_cells", Kind.NUMBER, "last([10301])"),
    "change": Signature("numeric_cells", Kind.NUMBER, "change([10301])"),
    "abs": Signature("numbers", Kind.NUMBER, "abs([10301] - [10302])"),
    "year": Signature("date", Kind.NUMBER, "year([10102])"),
    "has": Signature("choice", Kind.TRUTH, 'has([10801], "ai")', most=2),
    "credit_code": Signature("text_cell", Kind.TRUTH, "credit_code([10101])"),
    "register": Signature("register", Kind.NUMBER, 'register("attorneys")'),
    "parameter": Signature("parameter", Kind.NUMBER, 'parameter("change_percent")'),
}


def faults_of(
    tree: Node, questionnaire: Questionnaire, *, parameters: Collection[str], wanted: Kind = Kind.TRUTH
) -> list[ExpressionFault]:
    """Unknown cells, functions, facts and options, and kinds that do not meet. Empty when nothing is wrong."""
    found: list[ExpressionFault] = []
    kind = kind_of(tree, questionnaire, parameters, found)
    if not found and kind != wanted:
        found.append(ExpressionFault(f"整个公式是一个{kind}，这里应是一个{wanted}，如 [10302] <= [10301]。", at=0))
    return found


def kind_of(
    node: Node, questionnaire: Questionnaire, parameters: Collection[str], found: list[ExpressionFault]
) -> Kind:
    """The kind of ``node``; what is wrong is added to ``found``."""
    reading = _Kinds(questionnaire, parameters, found)
    return reading.of(node)


class _Kinds:
    def __init__(self, questionnaire: Questionnaire, parameters: Collection[str], found: list[ExpressionFault]) -> None:
        self.questionnaire = questionnaire
        self.parameters = parameters
        self.found = found

    def fault(self, problem: str, at: int) -> None:
        self.found.append(ExpressionFault(problem, at=at))

    def of(self, node: Node) -> Kind:
        if isinstance(node, Number):
            return Kind.NUMBER
        if isinstance(node, Text):
            return Kind.TEXT
        if isinstance(node, CellRef):
            return self._cell(node)
        if isinstance(node, Unary):
            return self._want(node.operand, Kind.NUMBER if node.operator == "-" else Kind.TRUTH)
        return self._binary(node) if isinstance(node, Binary) else self._call(node)

    def _want(self, node: Node, kind: Kind) -> Kind:
        actual = self.of(node)
        if actual != kind:
            self.fault(f"这里是{actual}，应是{kind}。", node.at)
        return kind

    def _cell(self, ref: CellRef) -> Kind:
        if ref.is_many:
            self.fault(f"[{ref.pattern}] 是多个单元格，只能写在 sum、count、filled 里。", ref.at)
        return self._type_kind(self._types(ref))

    def _types(self, ref: CellRef) -> set[ItemType]:
        keys = self.questionnaire.matching(ref.pattern)
        if not keys:
            self.fault(self._nothing(ref), ref.at)
        return {self.questionnaire.cells[key].item.type for key in keys}

    def _nothing(self, ref: CellRef) -> str:
        code = ref.pattern.split("/")[0]
        item = self.questionnaire.items.get(code)
        if item is None:
            return f"问卷里没有指标 {code}。"
        if item.is_table and "/" not in ref.pattern:
            return f"{code} 是表格，应写明行列，如 [{next(iter(self.questionnaire.matching(f'{code}/*')))}]。"
        return f"指标 {code} 没有单元格 [{ref.pattern}]。"

    @staticmethod
    def _type_kind(types: set[ItemType]) -> Kind:
        return Kind.NUMBER if types <= NUMERIC else Kind.TEXT

    def _binary(self, node: Binary) -> Kind:
        if node.operator in ARITHMETIC:
            self._want(node.left, Kind.NUMBER)
            return self._want(node.right, Kind.NUMBER)
        if node.operator in {"and", "or"}:
            self._want(node.left, Kind.TRUTH)
            return self._want(node.right, Kind.TRUTH)
        self._comparison(node)
        return Kind.TRUTH

    def _comparison(self, node: Binary) -> None:
        left, right = self.of(node.left), self.of(node.right)
        if left != right:
            self.fault(f"{left}不能和{right}比较。", node.at)
        elif left == Kind.TRUTH or (left == Kind.TEXT and node.operator not in {"=", "!="}):
            self.fault(f"{left}不能这样比较。", node.at)
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(one, CellRef) and isinstance(other, Text):
                self._option(one, other)

    def _option(self, ref: CellRef, text: Text) -> None:
        for key in self.questionnaire.matching(ref.pattern):
            item = self.questionnaire.cells[key].item
            codes = ["yes", "no"] if item.type == ItemType.YES_NO else [option.code for option in item.options]
            if codes and text.value not in codes:
                self.fault(f"{item.code} 没有选项“{text.value}”，有：{'、'.join(codes)}。", text.at)
                return

    def _call(self, node: Call) -> Kind:
        signature = FUNCTIONS.get(node.function)
        if signature is None:
            self.fault(f"没有函数 {node.function}，可用：{'、'.join(FUNCTIONS)}。", node.at)
            return Kind.NUMBER
        least = 2 if signature.takes == "choice" else 1
        if not least <= len(node.arguments) <= signature.most:
            self.fault(f"函数 {node.function} 的写法是 {signature.usage}。", node.at)
            return signature.gives
        take: Callable[[Call, Signature], Kind] = getattr(self, f"_takes_{signature.takes}")
        return take(node, signature)

    def _takes_numbers(self, node: Call, signature: Signature) -> Kind:
        for argument in node.arguments:
            self._want(argument, Kind.NUMBER)
        return signature.gives

    def _takes_cells(self, node: Call, signature: Signature) -> Kind:
        self._cells_of_types(node, signature, NUMERIC if node.function == "sum" else frozenset(ItemType))
        return signature.gives

    def _takes_numeric_cells(self, node: Call, signature: Signature) -> Kind:
        return self._one_cell(node, signature, NUMERIC)

    def _takes_date(self, node: Call, signature: Signature) -> Kind:
        return self._one_cell(node, signature, frozenset({ItemType.DATE}))

    def _takes_text_cell(self, node: Call, signature: Signature) -> Kind:
        return self._one_cell(node, signature, frozenset({ItemType.TEXT}))

    def _one_cell(self, node: Call, signature: Signature, types: frozenset[ItemType]) -> Kind:
        self._cells_of_types(node, signature, types)
        if node.arguments and isinstance(node.arguments[0], CellRef) and node.arguments[0].is_many:
            self.fault(f"函数 {node.function} 只取一个单元格。", node.arguments[0].at)
        return signature.gives

    def _cells_of_types(self, node: Call, signature: Signature, types: frozenset[ItemType]) -> None:
        for argument in node.arguments:
            if not isinstance(argument, CellRef):
                self.fault(f"函数 {node.function} 里只能写指标，如 {signature.usage}。", argument.at)
            elif not self._types(argument) <= types:
                self.fault(f"函数 {node.function} 不能用于 [{argument.pattern}] 这种类型。", argument.at)

    def _takes_choice(self, node: Call, signature: Signature) -> Kind:
        cell, option = node.arguments
        types = self._types(cell) if isinstance(cell, CellRef) else set(ItemType)
        if isinstance(cell, CellRef) and isinstance(option, Text) and types <= {ItemType.CHOICE, ItemType.CHOICES}:
            self._option(cell, option)
            return signature.gives
        self.fault(f"函数 has 的写法是 {signature.usage}。", node.at)
        return signature.gives

    def _takes_register(self, node: Call, signature: Signature) -> Kind:
        name = self._name(node, REGISTER_FACTS, "登记信息")
        return Kind.TEXT if REGISTER_FACTS.get(name) == "text" else Kind.NUMBER

    def _takes_parameter(self, node: Call, signature: Signature) -> Kind:
        self._name(node, self.parameters, "参数")
        return signature.gives

    def _name(self, node: Call, known: Collection[str], what: str) -> str:
        (argument,) = node.arguments
        if not isinstance(argument, Text) or argument.value not in known:
            shown = argument.value if isinstance(argument, Text) else ""
            self.fault(f"没有{what}“{shown}”，可用：{'、'.join(known)}。", argument.at)
            return ""
        return argument.value
