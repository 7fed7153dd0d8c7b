"""Files in object stores and Hadoop's file system, read through pyarrow."""
