"""What booking does: holds, books, moves and cancels places, serves who waits, asks how it was."""
