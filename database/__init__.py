"""THE GROUND: engine, session, column types, leases and the clock. Knows no domain."""
