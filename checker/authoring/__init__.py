"""What whoever writes the law uses: the linter, scenarios, samples."""
