"""The law at a glance: where groups stand under each norm, and what came into force when."""
