"""How long what is kept, what is due, and how it goes: as a logged act."""
