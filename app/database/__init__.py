"""What outlives the process: the records of runs, in SQLite or PostgreSQL."""
