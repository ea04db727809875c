"""The programme file of a Comune: read it, refuse it with a line and a reason, load it."""

from cremona_safety.programme.loader import load_programme
from cremona_safety.programme.source import WrongProgramme

__all__ = ["WrongProgramme", "load_programme"]
