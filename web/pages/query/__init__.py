"""Questions to the law, in SPARQL or as forms."""
