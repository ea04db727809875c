from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "board"
    formerly = "interventions"  # the trail cannot be rewritten: its old rows say so
    # what each action means in the audit trail
    trail = {
        "board.write": "Ha scritto una nota in bacheca",
        "board.correct": "Ha corretto una nota in bacheca",
        "board.remove": "Ha tolto una nota dalla bacheca",
        "board.pin": "Ha messo una nota in evidenza",
        "board.unpin": "Ha tolto una nota dall’evidenza",
        "board.erase": "Ha cancellato le note scadute della bacheca",
    }
    trail_formerly = {
        "intervention.board_write": "board.write",
        "intervention.board_correct": "board.correct",
        "intervention.board_remove": "board.remove",
        "intervention.board_pin": "board.pin",
        "intervention.board_unpin": "board.unpin",
    }
    trail_words = {"board_notes": "note in bacheca"}
