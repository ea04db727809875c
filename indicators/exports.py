"""The tables of the dashboard as CSV for an Italian spreadsheet."""

import csv

from django.http import HttpResponse

BYTE_ORDER_MARK = "\ufeff"  # without it the spreadsheet misreads accents
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(name, header, rows):
    """Return a download of semicolon-separated rows, UTF-8; a text is never a formula."""
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )
    response.write(BYTE_ORDER_MARK)
    writer = csv.writer(response, delimiter=";")
    writer.writerow(map(_harmless, header))
    writer.writerows(map(_harmless, row) for row in rows)
    return response


def _harmless(cell):
    if isinstance(cell, str) and cell.startswith(FORMULA):
        return f"'{cell}"
    return cell
