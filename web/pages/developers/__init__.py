"""What is for programs and those who write them."""
