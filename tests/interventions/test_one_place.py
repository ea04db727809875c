"""An outing has one place; those it only passed by, of before, are words of its note."""

import pytest

from interventions.models import Intervention
from interventions.record.parts import Parts, from_json, to_json
from tests.hotspots.factories import square
from tests.test_rooms import leaves, migrate

BEFORE = [("interventions", "0014_a_photo_is_measured_where_it_is_drawn")]


@pytest.mark.django_db(transaction=True)
def test_no_place_that_was_passed_by_is_lost():
    old = migrate(BEFORE)
    make = old.get_model("interventions", "Intervention").objects.create
    roma, marconi, lodi = places(old.get_model("hotspots", "Hotspot"))
    when = {"day": "2026-11-20", "starts_at": "2026-11-20T18:00Z"}
    when |= {"ends_at": "2026-11-20T20:00Z", "lead": "pl"}
    alone = make(code="IN-1", hotspot=roma, shared_note="Poca luce.", **when)
    alone.also_at.add(marconi, lodi)
    plain = make(code="IN-2", hotspot=roma, shared_note="Poca luce.", **when)
    kept = make(code="IN-3", hotspot=roma, **when)
    kept.also_at.add(marconi, lodi)  # the second was its own, the first is of the other
    gone = make(code="IN-4", hotspot=marconi, merged_into=kept, status="unito", **when)
    old.get_model("interventions", "Merge").objects.create(
        absorbed=gone, before={"also_at": ["lodi"]}
    )

    migrate(leaves())

    notes = dict(Intervention.objects.values_list("code", "shared_note"))
    assert notes["IN-1"] == "Poca luce.\nPassa anche da: Piazza Lodi, Piazza Marconi."
    assert notes["IN-2"] == plain.shared_note
    assert notes["IN-3"] == "Passa anche da: Piazza Lodi."
    assert notes["IN-4"] == ""
    assert Intervention.objects.get(code="IN-1").version == alone.version + 1


def test_what_a_phone_said_when_there_were_more_is_still_read():
    told = Parts(place="piazza-roma", note="Poca luce.")

    assert from_json(to_json(told) | {"also_at": ["piazza-marconi"]}) == told


def places(model):
    where = {"latitude": 45.1, "longitude": 10.0, "ring": square(), "accuracy_m": 30}
    return [
        model.objects.create(slug=name.lower(), name=f"Piazza {name}", **where)
        for name in ("Roma", "Marconi", "Lodi")
    ]
