"""What goes wrong: people who act at the same moment, servers that are away, processes that are killed.

A slice joins by registering: kinds of work to be killed in ``kills.register``; races with ``races.at_once``; pages and
requests that have to go on while a server is away, in ``test_outages``.
"""
