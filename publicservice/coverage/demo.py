"""The demonstration city needs people: the points that come with the product, real ones, which stay."""

from ipservice.demo.parts import Order
from publicservice.coverage.services import demand


def load(order: Order) -> None:
    demand.load(on=order.today)
