"""Demands of a shapes graph that no engine here checks: found before anything is checked."""
