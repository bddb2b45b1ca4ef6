"""The owner's side: reports from any channel, progress in plain facts, links without an account."""
