"""What the annual statistics decide: which cells are hidden, how silence is weighted. Pure functions and HiGHS."""
