"""States and steps as a table: what may happen next, asked before anything is moved."""

from collections.abc import Mapping
from typing import Generic, TypeVar

from ipservice.foundation.errors import DomainError
from ipservice.foundation.vocabulary import Vocabulary

StateT = TypeVar("StateT", bound=Vocabulary)
StepT = TypeVar("StepT", bound=Vocabulary)


class IllegalStep(DomainError):
    code = "illegal_step"
    template = "当前处于“{state}”，不能“{step}”。{allowed}"


class Lifecycle(Generic[StateT, StepT]):
    """``moves[(state, step)]`` is the state after the step; a pair that is not in the table is refused."""

    def __init__(self, moves: Mapping[tuple[StateT, StepT], StateT]) -> None:
        self.moves = dict(moves)

    def after(self, state: StateT, step: StepT) -> StateT:
        """The state that follows. Raises ``IllegalStep`` and names what may be done instead."""
        try:
            return self.moves[(state, step)]
        except KeyError:
            allowed = "、".join(f"“{possible.label}”" for possible in self.steps_from(state))
            hint = f"现在可以：{allowed}。" if allowed else "此状态下没有后续操作。"
            raise IllegalStep(state=state.label, step=step.label, allowed=hint) from None

    def steps_from(self, state: StateT) -> list[StepT]:
        """The steps that the table allows from ``state``, in table order."""
        return [step for (origin, step) in self.moves if origin == state]
