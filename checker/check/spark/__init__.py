"""The columns engine on a Spark cluster: rows are read where they lie, cells come back.

What a worker runs is the code that a single machine runs, a part of a file at a time; the driver
gets cells with counts, judges them, and asks for the rows of failing cells.
"""
