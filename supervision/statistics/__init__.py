"""Clause 6.11: the annual statistics that a job computes from accepted answers, with disclosure control."""
