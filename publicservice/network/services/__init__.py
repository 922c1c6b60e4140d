"""What the network does: outlets, what they are, who works there, when they are open, how they are judged."""
