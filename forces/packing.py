"""The sheets of a book as bytes: how they come out of the sandbox, as data and nothing else."""

import json
from datetime import date, datetime

from forces.cells import Merged, Row, Sheet, Unclear

PLAIN = (str, int, float, bool)


def packed(sheets):
    """Return the bytes of a list of ``Sheet``s."""
    told = [
        sheet._replace(
            rows=[
                [row.number, [_packed(cell) for cell in row.cells]]
                for row in sheet.rows
            ],
            day_zero=sheet.day_zero.isoformat(),
        )._asdict()
        for sheet in sheets
    ]
    return json.dumps(told, ensure_ascii=False).encode()


def unpacked(data):
    """Return the ``Sheet``s that ``packed`` has made bytes of; raise anything at all of others."""
    return [_sheet(**told) for told in json.loads(data)]


def _sheet(*, name, rows, hidden, remarks, day_zero, separator):
    rows = [Row(int(number), [_cell(cell) for cell in cells]) for number, cells in rows]
    told = tuple(str(remark) for remark in remarks)
    zero = date.fromisoformat(day_zero)
    return Sheet(str(name), rows, bool(hidden), told, zero, str(separator))


def _packed(cell):
    """Return a cell as JSON can write it: of what is not plain, its kind and what it holds."""
    if isinstance(cell, Merged):
        return ["merged", _packed(cell.value)]
    if isinstance(cell, Unclear):
        return ["unclear", *cell]
    if isinstance(cell, datetime):
        return ["moment", cell.isoformat()]
    if isinstance(cell, date):
        return ["day", cell.isoformat()]
    return cell


def _cell(told):
    if isinstance(told, PLAIN):
        return told
    kind, *held = told
    return KINDS[kind](*held)


KINDS = {
    "merged": lambda value: Merged(_cell(value)),
    "unclear": lambda text, why: Unclear(str(text), str(why)),
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
}
