"""OWL classes and SHACL shapes as one condition tree, and the tree in words.

The tree: `tree` (its closed set of nodes); `from_owl` and `from_shacl` read into it.
SHACL's own terms: `shacl`; refused by name where an engine could not read it: `readable`.
Leaves: `atoms` (all that is asked of a fact), `coding` (its few codes), `expressions` (as columns).
Logic: `kleene` (three values, on many cells or on one).
Words: `words` (in a line) and `outline` (a line a question).
"""
