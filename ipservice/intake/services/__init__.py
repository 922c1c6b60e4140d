"""Use cases of importing: receive, prepare, answer, commit, discard, undo."""
