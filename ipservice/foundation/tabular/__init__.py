"""Cells as people fill them: each reader takes one raw value and answers with a Reading."""
