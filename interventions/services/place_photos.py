"""Photos of the place sent by a phone: drawn again, at most three, one for each id."""

from functools import partial
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from interventions.models import PhoneSend, PlacePhoto, Step
from interventions.record.crew import count_again
from interventions.record.lifecycle import StepRefused, save_change
from interventions.record.merged import whole_of
from interventions.services.field import refuse_unless_theirs
from interventions.services.locking import lock_with_crew
from interventions.services.merging import bring_photo_along
from photos.redrawing import redraw

MOST = 3  # the telephone stops there too: static/js/field/photos.js
ENOUGH = "Ci sono già tre foto di questa uscita: è il massimo."
OF_ANOTHER = "Questa foto è già di un’altra uscita."


def add_place_photo(intervention, photo_id, upload, *, by, device=None):
    """Keep a clean copy of ``upload`` (a Django File) and return (PlacePhoto, version).

    The same ``photo_id`` again changes nothing. ``device`` is the phone that sends: its next
    revision finds the version its own photo made. Raise ``StepRefused`` or, for a file that is
    no photo, ``photos.redrawing.PhotoRefused``.
    """
    refuse_unless_theirs(intervention, by)
    told, intervention = intervention, intervention.stays
    if done := _already(intervention, photo_id):
        return done, intervention.version
    _refuse_when_full(intervention)  # before the work of decoding
    drawn = redraw(upload, whose=f"person {by.pk}")
    size = {"width": drawn.width, "height": drawn.height}
    photo = PlacePhoto(id=photo_id, intervention=intervention, by=by, **size)
    photo.image.save(f"{uuid4().hex}.jpg", ContentFile(drawn.data), save=False)
    try:
        return photo, _keep(photo, told, by, device)
    except IntegrityError:
        photo.image.storage.delete(photo.image.name)
        if done := _already(
            intervention, photo_id
        ):  # the same one, at the same instant
            return done, intervention.version
        raise
    except Exception:
        photo.image.storage.delete(photo.image.name)
        raise


@transaction.atomic
def remove_place_photo(photo, *, by):
    """Take away a photo that should not be there, with its file; gone already is done.

    Whoever reads the sheet and goes out may: a face in a picture cannot wait for its author.
    """
    row = lock_with_crew(photo.intervention)
    deleted, _ = PlacePhoto.objects.filter(pk=photo.pk).delete()
    if deleted:
        gone = partial(photo.image.storage.delete, photo.image.name)
        transaction.on_commit(gone, robust=True)
        _write(row, Step.What.PHOTO_REMOVED, by)
    return row


@transaction.atomic
def _keep(photo, told, by, device):
    row = lock_with_crew(photo.intervention)
    _refuse_when_full(row)
    before = row.version
    photo.save(force_insert=True)
    bring_photo_along(told, photo)
    _write(row, Step.What.PHOTO, by)
    PhoneSend.objects.filter(intervention=told, device=device, version=before).update(
        version=row.version
    )
    return row.version


def _write(row, what, by):
    save_change(row, what, by=by, detail={"photos": row.photos.count()})
    count_again(row)


def _already(intervention, photo_id):
    photo = PlacePhoto.objects.filter(pk=photo_id).first()
    if photo and photo.intervention_id != intervention.pk:
        raise StepRefused(OF_ANOTHER)
    return photo


def _refuse_when_full(intervention):
    if intervention.photos.count() >= MOST * len(whole_of(intervention)):
        raise StepRefused(ENOUGH)
