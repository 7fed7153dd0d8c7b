"""What a shapes graph asks for that no engine here checks: found before anything is checked."""
