"""What has happened: playback, the timeline, new matches from any moment, the report."""
