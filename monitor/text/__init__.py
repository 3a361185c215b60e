"""Words to clauses: normal form, syllables, quantities."""
