"""What people make of flags: reviews, corrections, tasks, cases, platforms' notices, republished clips."""
