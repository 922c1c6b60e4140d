"""The register and the filings as one part of the demonstration."""

from agencies.demo import city, nation
from ipservice.demo.parts import Order, Scale


def load(order: Order) -> None:
    (city if order.scale == Scale.CITY else nation).load(order)
