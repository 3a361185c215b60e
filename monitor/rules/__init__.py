"""Lexicons: rules as data, compiled and scanned, with citations by date."""
