"""A ledger in one portable file, taken while writers go on, and put back into either database."""
