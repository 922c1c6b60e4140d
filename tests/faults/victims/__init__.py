"""What is killed, one module a slice; each registers with ``tests.faults.kills.register``."""
