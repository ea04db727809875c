"""What people type about a report, checked field by field."""
