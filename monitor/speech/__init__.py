"""Sound to words: model, voice activity, recorded transcription, coverage."""
