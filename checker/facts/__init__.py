"""What facts are made of: periods, lengths of time, and the operators of derived facts."""
