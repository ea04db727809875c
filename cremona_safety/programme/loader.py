"""Load a programme file: everything or nothing, and the same twice as once."""

import hashlib
from pathlib import Path

from django.db import transaction
from django.forms import model_to_dict
from django.utils import translation

from cremona_safety.programme.sections import SECTIONS
from cremona_safety.programme.source import Source
from hotspots.models import Municipality
from texts.refusals import Refused

SHOWN = 60  # characters of a value in the list of changes


def load_programme(path, *, dry_run=False, overwrite=False):
    """Write a programme file to the database and return the changes, as Italian sentences.

    Places and events that staff may have redrawn in the portal are made when missing and
    otherwise left alone, unless ``overwrite``. With ``dry_run`` nothing is written. Raises
    ``WrongProgramme``, with the line and the reason, before anything is written.
    """
    source = Source(Path(path))
    with translation.override("it"), transaction.atomic():
        _refuse_unknown_tables(source)
        changes = [
            change
            for section in SECTIONS
            for change in _load_section(source, section, overwrite)
        ]
        digest = hashlib.sha256(source.text.encode()).hexdigest()
        Municipality.objects.update(programme_hash=digest)
        if dry_run:
            transaction.set_rollback(True)
    return changes


def _refuse_unknown_tables(source):
    known = [section.table for section in SECTIONS]
    for table in source.tables:
        if table not in known:
            raise source.wrong(
                f"la tabella «{table}» non esiste: puoi usare {', '.join(known)}.",
                table,
            )


def _load_section(source, section, overwrite):
    rows = source.rows(section.table)
    if len(rows) < section.required or (section.single and len(rows) > 1):
        wanted = "una sola tabella" if section.single else f"almeno {section.required}"
        raise source.wrong(
            f"per «{section.title}» serve {wanted} [{section.table}], qui: {len(rows)}.",
            section.table,
        )
    seen = set()
    for index, row in enumerate(rows):
        name = str(row.get(section.key, ""))
        if name in seen:
            raise source.wrong(
                f"«{name}» è scritto due volte.", section.table, index, section.key
            )
        seen.add(name)
        change = _load_row(source, section, index, row, name, overwrite)
        if change:
            yield change


def _load_row(source, section, index, row, name, overwrite):
    rows = section.form._meta.model.objects.all()
    found = (
        rows.first() if section.single else rows.filter(**{section.key: name}).first()
    )
    before = _values(section, found) if found else {}
    form = section.form(_with_defaults(section, row, index), instance=found)
    _refuse_unknown_keys(source, section, index, row, form)
    if not form.is_valid():
        raise _first_error(source, section, index, form)
    if not found:
        form.save()
        return f"{section.title}: «{name}» nuovo"
    kept = section.drawn_in_portal and not overwrite
    try:
        changes = _changes_of(section, form, before, keep=kept)
    except Refused as refused:  # by a rule of today's rows, as “the last place stays”
        if not kept:
            raise source.wrong(str(refused), section.table, index) from refused
        changes = [str(refused)]
    if not changes:
        return None
    told = "è diverso nel portale e resta com’è" if kept else "; ".join(changes)
    return f"{section.title}: «{name}» {told}"


def _changes_of(section, form, before, *, keep):
    """Save a row found and return what that changed; undo it where the row is to ``keep``."""
    with transaction.atomic():  # only a row once saved says all that would change
        changes = _difference(before, _values(section, form.save()))
        if keep or not changes:
            transaction.set_rollback(True)
    return changes


def _with_defaults(section, row, index):
    """Return ``row`` with its place in the file and, for a key left out, the model's default."""
    columns = section.form._meta.model._meta.fields
    defaults = {f.name: f.get_default() for f in columns if f.has_default()}
    return {**defaults, "order": index, **row}


def _refuse_unknown_keys(source, section, index, row, form):
    for key in row:
        if key not in form.fields:
            raise source.wrong(
                f"«{key}» non esiste: puoi usare {', '.join(form.fields)}.",
                section.table,
                index,
                key,
            )


def _first_error(source, section, index, form):
    field, messages = next(iter(form.errors.items()))
    key = None if field == "__all__" else field
    place = f"«{key}»: " if key else ""
    return source.wrong(f"{place}{messages[0]}", section.table, index, key)


def _values(section, row):
    """Return what a saved row holds, by the Italian name of each thing."""
    names = {f.name: f.verbose_name for f in row._meta.fields} | {"order": "posizione"}
    columns = model_to_dict(row, fields=names)
    return {names[name]: value for name, value in columns.items()} | section.beside(row)


def _difference(before, after):
    return [
        f"{name}: {_change(before[name], value)}"
        for name, value in after.items()
        if before[name] != value
    ]


def _change(before, after):
    if isinstance(after, set):
        gone = [f"− {text}" for text in sorted(before - after)]
        return ", ".join(gone + [f"+ {text}" for text in sorted(after - before)])
    return f"{_short(before)} → {_short(after)}"


def _short(value):
    text = str(value) if value not in (None, "") else "(vuoto)"
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
