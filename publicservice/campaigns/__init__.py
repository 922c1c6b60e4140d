"""Clause 5.6: campaigns that bring services to enterprises."""
