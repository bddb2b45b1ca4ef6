"""Work orders, assignments and their deadlines: who is sent where, and why."""
