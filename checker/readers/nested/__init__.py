"""Nested JSON and XML as a mapping describes them: records by their path, columns by paths in them.

`records` writes what is found, `json_records` and `xml_records` find it, a record at a time and
never more than a record of some megabytes in memory; `outline` proposes paths for a mapping.
"""

from lovgraf.readers.nested.records import open_nested

__all__ = ["open_nested"]
