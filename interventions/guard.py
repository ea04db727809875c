"""What both services read speaks of places and situations: it never points at a person."""

from reports.guard import find_personal_data

PERSONAL = "{where} sembra esserci {found}: toglilo. Qui si scrive di luoghi e situazioni, mai di persone."


def refusal(text, where):
    """Say why ``text`` cannot be shared, or return "". ``where`` is "Nella nota", "Nello scopo"."""
    if found := find_personal_data(text):
        return PERSONAL.format(where=where, found=" e ".join(found))
    return ""
