"""Tables, Merkle log, flags, offline verification."""
