"""What the printed papers say: one function for each, that returns the data of its template.

Confidential notes are never read here: a paper leaves the portal.
"""

from interventions.papers.day import day_paper
from interventions.papers.month import month_paper
from interventions.papers.week import week_paper

__all__ = ["day_paper", "month_paper", "week_paper"]
