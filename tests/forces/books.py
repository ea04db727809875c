"""Files of counts as programs other than ours write them: a book of raw XML, cell by cell."""

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HEADINGS = ["Mese", "Luogo", "Forza", "Tipo", "Interventi"]
GOOD = ["10/2026", "Piazza Roma", "Carabinieri", "Controllo", "4"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def cell(text):
    """A text inside its cell, as LibreOffice and many exporters write it."""
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def number(text, style=0):
    return f'<c s="{style}"><v>{text}</v></c>'


def row(cells, **attributes):
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    made = (one if one.startswith("<c") else cell(one) for one in cells)
    return f"<row{said}>{''.join(made)}</row>"


def sheet(*rows, before="", after=""):
    data = "".join(one if isinstance(one, str) else row(one) for one in rows)
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def book(*sheets, states=(), workbook="", formats=(), intro="", shared=""):
    """The bytes of a book; ``formats`` are those of the styles 1, 2, …, ``shared`` is text 0."""
    count = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="Foglio{n}" sheetId="{n}" r:id="r{n}"'
        f' state="{states[n - 1] if states else "visible"}"/>'
        for n in count
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/s{n}.xml"/>'
        for n in count
    )
    styles = f'<Relationship Id="st" Type="{LINKS}/styles" Target="styles.xml"/>'
    texts = f'<Relationship Id="tx" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "[Content_Types].xml": _types(count),
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="b"'
        f' Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{intro}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{workbook}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{links}{styles}{texts}</Relationships>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}"><si><t>{shared}</t></si></sst>',
        "xl/styles.xml": _styles(formats),
    }
    parts |= {f"xl/worksheets/s{n}.xml": sheets[n - 1] for n in count}
    return packed(parts)


def packed(parts):
    out = io.BytesIO()
    with ZipFile(out, "w") as file:
        for (
            name,
            data,
        ) in parts.items():  # of no hour: the same parts are the same bytes
            file.writestr(ZipInfo(name), data, ZIP_DEFLATED)
    return out.getvalue()


def _types(count):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = [
        ("workbook", "sheet.main"),
        ("styles", "styles"),
        ("sharedStrings", "sharedStrings"),
    ]
    parts += [(f"worksheets/s{n}", "worksheet") for n in count]
    said = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{kind}.{what}+xml"/>'
        for name, what in parts
    )
    return (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml"'
        f' ContentType="application/xml"/><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{said}</Types>'
    )


def _styles(formats):
    own = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{shape}"/>'
        for n, shape in enumerate(formats)
    )
    used = "".join(f'<xf numFmtId="{200 + n}"/>' for n in range(len(formats)))
    return (
        f'<styleSheet xmlns="{MAIN}"><numFmts>{own}</numFmts><fonts><font/></fonts>'
        "<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>'
    )
