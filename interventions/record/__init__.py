"""The record of an intervention: how it changes, who writes and approves it, how it is read."""
