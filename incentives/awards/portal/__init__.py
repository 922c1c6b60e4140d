"""The agencies' door to the award: figures to check, results with reasons, letters, the account to be paid to."""
