"""What booking decides: which slots there are, what may happen to a booking, who is offered a place, when to act."""
