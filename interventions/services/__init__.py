"""What people and the clock do with interventions, one verb per function, one module for each part."""
