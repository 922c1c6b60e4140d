"""Measures five and ten: the public service network, its catalogue, booking, coverage."""
