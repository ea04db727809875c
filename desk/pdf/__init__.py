"""What can be printed: one function for each, that returns the data of its template.

Confidential notes are never read here: a PDF leaves the portal.
"""
