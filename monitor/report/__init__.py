"""The report of a broadcast: HTML, XLSX, JSON."""
