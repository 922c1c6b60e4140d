"""Measure five: which qualifications an outlet may carry, and what the norm asks of it."""
