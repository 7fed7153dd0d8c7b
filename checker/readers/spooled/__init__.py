"""Files that come as batches of typed rows, each read once into a Parquet file of the workplace.

`spool` does that, in bounded memory; `arrow`, `orc`, `avro`, `stat` give the batches of a format.
"""
