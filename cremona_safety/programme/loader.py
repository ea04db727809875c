"""Load a programme file: everything or nothing, and the same twice as once."""

import hashlib
from pathlib import Path

from django.db import transaction
from django.forms import model_to_dict
from django.utils import translation

from cremona_safety.programme.fields import wrong_type
from cremona_safety.programme.sections import SECTIONS
from cremona_safety.programme.source import Source
from hotspots.models import Municipality
from hotspots.names import normalise
from texts.refusals import Refused

SHOWN = 60  # characters of a value in the list of changes


ANOTHER_COMUNE = (
    "questo portale è del {name} (codice ISTAT {code}): un altro Comune vuole un altro database. "
    "Se il Comune è lo stesso e il codice è cambiato, aggiungi --same-comune."
)


def load_programme(path, *, dry_run=False, overwrite=False, same_comune=False):
    """Write a programme file to the database and return the changes, as Italian sentences.

    Places and events that staff may have redrawn in the portal are made when missing and
    otherwise left alone, unless ``overwrite``. With ``dry_run`` nothing is written. The code of
    another Comune is refused, unless it is that of the ``same_comune``. Raises
    ``WrongProgramme``, with the line and the reason, before anything is written.
    """
    source = Source(Path(path))
    with translation.override("it"), transaction.atomic():
        _refuse_unknown_tables(source)
        if not same_comune:
            _refuse_another_comune(source)
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
            raise source.unknown(table, known, table)


def _refuse_another_comune(source):
    """Refuse the file of another Comune: the rows in the database are of the one before."""
    here = Municipality.objects.first()
    for row in source.rows("municipality"):
        if here and row.get("istat_code") != here.istat_code:
            words = ANOTHER_COMUNE.format(name=here.name, code=here.istat_code)
            raise source.wrong(words, "municipality", 0, "istat_code")


def _load_section(source, section, overwrite):
    rows = source.rows(section.table)
    if len(rows) < section.required or (section.single and len(rows) > 1):
        wanted = "una sola tabella" if section.single else f"almeno {section.required}"
        raise source.wrong(
            f"per «{section.title}» serve {wanted} [{section.table}], qui: {len(rows)}.",
            section.table,
        )
    _refuse_twice(source, section, rows)
    for index, row in enumerate(rows):
        if change := _load_row(source, section, index, row, overwrite):
            yield change


def _refuse_twice(source, section, rows):
    """Refuse two rows with one key, or that people would read as one."""
    for key in filter(None, dict.fromkeys([section.key, section.named])):
        seen = {}
        for index, row in enumerate(rows):
            text = row.get(key)
            if (read := normalise(text)) and read in seen:
                raise source.wrong(
                    f"«{text}» è scritto due volte: la prima alla riga {seen[read]}.",
                    section.table,
                    index,
                    key,
                )
            seen[read] = source.line(section.table, index, key)


def _load_row(source, section, index, row, overwrite):
    _refuse_wrong_keys(source, section, index, row)
    name = str(row.get(section.key, ""))
    rows = section.form._meta.model.objects.all()
    found = (
        rows.first() if section.single else rows.filter(**{section.key: name}).first()
    )
    before = _values(section, found) if found else {}
    form = section.form(_with_defaults(section, row, index), instance=found)
    if not form.is_valid():
        raise _first_error(source, section, index, form)
    if not found and not overwrite and section.taken_out(name):
        return f"{section.title}: «{name}» è stato tolto nel portale e resta tolto"
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


def _refuse_wrong_keys(source, section, index, row):
    """Refuse a key that no form has, and a value of another type than its own."""
    fields = section.form().fields
    for key, value in row.items():
        if key not in fields:
            raise source.unknown(key, fields, section.table, index, key)
        if words := wrong_type(fields[key], value):
            raise source.wrong(f"«{key}»: {words}", section.table, index, key)


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
