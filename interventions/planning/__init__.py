"""What is planned: the hours asked for, what stands in their way, and the calendar they make."""
