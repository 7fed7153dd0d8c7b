"""What a change of the law does to everyone it could ever meet (semantics, section 6)."""
