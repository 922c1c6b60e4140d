"""Clause 5.6: requests for help in protecting rights, followed to their end."""
