"""What the slice offers to the shared ground."""


def register() -> None:
    """Called once when the app starts."""
