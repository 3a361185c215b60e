"""Sound in: any recording as 16 kHz mono blocks with media time."""
