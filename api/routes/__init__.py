"""One module per group of routes. A route decodes, calls one command or query, and encodes the answer."""
