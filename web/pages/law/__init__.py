"""The law in force on a date."""
