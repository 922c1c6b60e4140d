"""What the register reports: agencies as of any day, and what the yearly report needs beside them."""

from agencies.registry.figures.of_day import BY_DISTRICT, BY_STATE, by_district, by_state
from agencies.registry.figures.of_year import OF_YEAR

FIGURES = (BY_DISTRICT, BY_STATE, *OF_YEAR)

__all__ = ["BY_DISTRICT", "BY_STATE", "FIGURES", "by_district", "by_state"]
