"""What is done with the development report: freeze, write, compile, approve, publish, trace."""
