"""Lovgraf's checker: the law as data, evaluated on cells."""
