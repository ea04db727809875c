"""The pages of the interventions, one module for each part."""
