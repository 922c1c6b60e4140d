"""What is done with campaigns: kept by officials, reported to by who takes part, counted."""
