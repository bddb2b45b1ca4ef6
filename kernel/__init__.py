"""What every package shares and none of them owns: time, ids, actors, errors, events, the feed."""
