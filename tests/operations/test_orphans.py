"""Files that no row names go; rows whose file is gone are told."""

import os
import time

import pytest

from cremona_safety.operations.orphans import GRACE_SECONDS, sweep_media
from cremona_safety.tasks import sweep
from jobs.models import JobRun
from reports.models import Photo
from tests.interventions.factories import PlacePhotoFactory
from tests.reports.factories import PhotoFactory

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def a_file(media, name, age=GRACE_SECONDS + 60):
    path = media / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"x")
    return aged(path, age)


def aged(path, age=GRACE_SECONDS + 60):
    at = time.time() - age
    os.utime(path, (at, at))
    return path


def test_what_no_row_names_goes_and_what_a_row_names_stays(media, programme):
    kept = [PhotoFactory().image.name, PlacePhotoFactory().image.name]
    for name in kept:
        aged(media / name)
    orphans = [a_file(media, "reports/a.jpg"), a_file(media, "luoghi/b.jpg")]
    young = a_file(media, "reports/c.jpg", age=60)

    swept = sweep_media()

    assert (swept.orphans, swept.deleted, swept.missing) == (2, 2, 0)
    assert not any(path.exists() for path in orphans)
    assert young.exists()
    assert all((media / name).exists() for name in kept)
    assert sweep_media().orphans == 0


def test_a_row_whose_file_is_gone_is_told_and_stays(media, programme):
    photo = PhotoFactory()
    (media / photo.image.name).unlink()

    sweep()

    assert Photo.objects.filter(pk=photo.pk).exists()
    run = JobRun.objects.get(name="operations.sweep_media")
    assert run.detail == "0 file di nessuno tolti, 1 foto senza file"


def test_a_run_deletes_so_many_and_no_more(media, settings):
    settings.ORPHANS_PER_RUN = 2
    for number in range(5):
        a_file(media, f"reports/{number}.jpg")

    assert str(sweep_media()) == (
        "2 file di nessuno tolti, 0 foto senza file, 3 file alla prossima volta"
    )
    assert len(list(media.glob("reports/*"))) == 3


def test_without_a_folder_there_is_nothing_to_sweep(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "none"

    assert sweep_media().orphans == 0
