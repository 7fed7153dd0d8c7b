"""A history of extracts, one folder a day, each checked against the law of its day."""
