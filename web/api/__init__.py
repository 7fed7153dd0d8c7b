"""The JSON of the pages as an interface for programs, described in OpenAPI 3.1.

Each page is JSON at its own address; forms are sent as a browser sends them.
"""
