"""How an outlet moves between open, suspended and closed."""

from ipservice.foundation.lifecycle import Lifecycle
from publicservice.network.rules.terms import OutletState, OutletStep

OUTLET: Lifecycle[OutletState, OutletStep] = Lifecycle(
    {
        (OutletState.OPEN, OutletStep.SUSPEND): OutletState.SUSPENDED,
        (OutletState.OPEN, OutletStep.CLOSE): OutletState.CLOSED,
        (OutletState.SUSPENDED, OutletStep.REOPEN): OutletState.OPEN,
        (OutletState.SUSPENDED, OutletStep.CLOSE): OutletState.CLOSED,
    }
)
