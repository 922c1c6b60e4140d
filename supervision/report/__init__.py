"""Clause 6.12: the yearly development report, written by a job, worded by officials, every figure with its origin."""
