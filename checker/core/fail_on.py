"""The verdicts that a check tells as findings unless others are asked for; help reads it alone."""

DEFAULT_FAIL_ON = frozenset({"breached", "unattainable"})
