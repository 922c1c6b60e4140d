"""Clause 5.5: one catalogue of services, tools, software and guides."""
