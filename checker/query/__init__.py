"""SPARQL over the law: named graphs, competency questions, a guard, and runs in a sandbox."""
