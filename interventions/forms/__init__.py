"""What people type about interventions, one module for each part."""
