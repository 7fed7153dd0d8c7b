"""SPARQL over the law: named graphs, competency questions, a guard, runs in a sandbox.

Questions: `library` (files with a heading), `parameters`, `names`.
The store: `data`, `graphs` (their names), `hierarchy`, `facts_of`, `contents`.
Running: `guard` (reads only, from our graphs), `run`, `pool` (children with limits), `faults`.
"""
