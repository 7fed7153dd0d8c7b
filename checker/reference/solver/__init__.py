"""The third oracle: each norm as formulas, of which z3 says which verdicts are possible.

It reads the condition trees of `lovgraf.conditions` and the words of the facts, and shares nothing
else with the columns engine, nor with HermiT and pySHACL. The way: `engine` (verdicts), `norms`
(what decides them), `conditions` (trees to terms), `search` (questions to z3).

Facts: `world` (columns), `operators` (a formula each) with `call`.
Terms: `terms`, `symbols`, `days`; what is known of a record is folded away.
"""
