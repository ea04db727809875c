"""An XLSX file from outside: read in the sandbox by ``forces.workbook``, or refused with a sentence."""

from forces.cells import NOT_A_TABLE, FileRefused
from forces.packing import unpacked
from sandbox.places import Busy
from sandbox.running import Limits, TooMuch, run_apart
from texts.refusals import Refused

MEGABYTE = 1024 * 1024
# what the largest file we accept takes, some times over
LIMITS = Limits(cpu_seconds=6, seconds=20, memory=512 * MEGABYTE, answer=16 * MEGABYTE)
LATER = "In questo momento si stanno aprendo altri file: riprova tra poco."
TOO_HARD = "Il file è troppo pesante da aprire. Copia le righe in un foglio nuovo."


def read_sheets(content, *, whose):
    """Return the ``Sheet``s of the bytes of a file that ``whose`` sent; raise ``FileRefused``."""
    try:
        sheets = run_apart("forces.workbook:sheets_of", content, LIMITS, whose=whose)
        return unpacked(sheets)
    except Busy as busy:
        raise FileRefused(LATER) from busy
    except TooMuch as error:
        raise FileRefused(TOO_HARD) from error
    except Refused as refusal:
        raise FileRefused(str(refusal)) from refusal
    # a damaged file makes its readers fail in as many ways as it has parts
    except Exception as error:
        raise FileRefused(NOT_A_TABLE) from error
