"""The pages of who reads across, one module for each part."""
