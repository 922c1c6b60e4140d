"""The officials' pages of the half-hour circle."""
