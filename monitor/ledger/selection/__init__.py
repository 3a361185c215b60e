"""Selection: suppliers, goods and what may be said of them, each step an act of a named person."""
