"""Where each group stands under each duty, and what changed when."""
