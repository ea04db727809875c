from enum import StrEnum


class BoardPermission(StrEnum):
    USE = "board.use"  # read the handover board and write on it
    MODERATE = "board.moderate"  # correct anybody's note
