"""What the person on call needs: ``orphans`` are the files that no row names."""
