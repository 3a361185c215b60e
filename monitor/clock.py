"""Media time as people read it."""


def clock(seconds: float) -> str:
    """mm:ss, or h:mm:ss from one hour on; rounded down."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}" if hours else f"{minute:02d}:{second:02d}"
