"""Clauses 5.1, 5.2 and 7.2: outlets of three levels, their windows, hours, staff, norms and assessments."""
