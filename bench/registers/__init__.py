"""Registers as agencies keep them, each with the truth about the same records.

A register has the usual columns, with the blanks that registers have; the truth has every column
that a norm reads. So verdicts on the register, under presumptions, can be held against those on
the truth. Nothing here is shared with `lovgraf sample`.
"""

from bench.registers.customers import write as write_customers
from bench.registers.filings import write as write_filings
from bench.registers.issuances import write as write_issuances
from bench.registers.payments import write as write_payments
from bench.registers.persons import write as write_persons

WRITERS = {
    "person": write_persons,
    "filing": write_filings,
    "payment": write_payments,
    "issuance": write_issuances,
    "customer": write_customers,
}
"""By type of record, what writes its register: `write(path, rows, seed, full=False)`."""
