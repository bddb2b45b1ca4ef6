"""Service requests from elsewhere: read, judged row by row, brought in once."""
