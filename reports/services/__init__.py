"""What changes a report: the citizen's intake and the office's desk, one module for each part."""
