"""One act on many rows: what will happen is shown before, what happened row by row after, and undone where lawful.

An app registers a ``BulkAction`` and offers ``start(request, action, ids)`` as an action of its list.
"""
