"""The page for programs and those who write them."""
