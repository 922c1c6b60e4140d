"""The workbench of a round, for the officials of the city."""
