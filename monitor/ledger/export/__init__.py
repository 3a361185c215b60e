"""The inspection ledger (选品审核台账): what was recorded, as an inspector reads it, cut at a checkpoint."""
