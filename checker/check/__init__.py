"""A check of a dataset: judged, its rows looked at again, in parts, on a cluster."""
