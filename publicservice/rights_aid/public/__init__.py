"""The public doors of rights aid: ask for help, follow a request by its code, rate its handling."""
