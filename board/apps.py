from django.apps import AppConfig


class BoardConfig(AppConfig):
    name = "board"
    # it was a part of it: what the trail wrote then cannot be rewritten, nor its codes
    formerly = "interventions"
    # what each action means in the audit trail
    trail = {
        "intervention.board_write": "Ha scritto una nota in bacheca",
        "intervention.board_correct": "Ha corretto una nota in bacheca",
        "intervention.board_remove": "Ha tolto una nota dalla bacheca",
        "intervention.board_pin": "Ha messo una nota in evidenza",
        "intervention.board_unpin": "Ha tolto una nota dall’evidenza",
        "board.erase": "Ha cancellato le note scadute della bacheca",
    }
    trail_words = {"board_notes": "note in bacheca"}
