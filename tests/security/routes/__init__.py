"""Whose each route is; every module here is loaded by tests/security/ground.py."""
