"""A portal with its demonstration on each engine, for the drills of the backups."""

import pytest

from tests import servers
from tests.deploy.places import Cluster, Houses, Place

FILL = """
from io import BytesIO
from django.core.files.base import ContentFile
from django.utils.timezone import localdate
from PIL import Image
from accounts import chain
from accounts.models import User
from interventions.models import Intervention, PlacePhoto
from notebooks.services import write_note
outing = Intervention.objects.order_by("pk").first()
for number in range(3):
    drawn = BytesIO()
    Image.new("RGB", (40, 30), (number, 0, 0)).save(drawn, "JPEG")
    image = ContentFile(drawn.getvalue(), name=f"{number}.jpg")
    PlacePhoto(intervention=outing, image=image, width=40, height=30).save()
by = User.objects.get(email="agente@demo.example")
write_note({"text": "drill"}, on=localdate(), by=by)
chain.join()
"""


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def houses(request, tmp_path_factory):
    """Return who makes empty places on one engine."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield Houses(folder)
        return
    with servers.postgresql() as server:
        yield Cluster(folder, server)


@pytest.fixture(scope="session")
def source(houses, demonstration):
    """Return a place with the demonstration, a sealed note and some photos in it."""
    if houses.engine == "sqlite":
        place = Place(demonstration())
    else:
        place = houses.empty()
        status, said = place.manage("prepare", "--database-only")
        assert status == 0, said
    place.run(FILL)
    return place


@pytest.fixture(scope="session")
def backup(source):
    """Return a backup of the source, and what was in the source when it was made."""
    before = source.tables(), source.photos()
    path, said = source.back_up()
    assert "It is not encrypted" not in said
    return path, *before
