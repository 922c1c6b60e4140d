"""What the development report offer to the shared ground."""


def register() -> None:
    """Called once when the app starts."""
