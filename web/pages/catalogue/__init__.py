"""What there is to have here, for machines that look around."""
