"""SPARQL over the law: named graphs, competency questions, a guard, runs in a sandbox.

Questions: `library` (files with a heading), `parameters`.
The store: `data`, `graphs` (their names), `hierarchy`, `contents`, `flat`, `relations` with
`relation_terms`, `holding` (answers from it).
Running: `guard` (reads only, from our graphs), `run`, `pool` (children with limits).
"""
