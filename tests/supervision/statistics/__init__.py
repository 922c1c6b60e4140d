"""Tests of the annual statistics."""
