"""The photos of a draft and of its report: kept once redrawn, and deleted with their files."""

from uuid import UUID, uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from photos.redrawing import PhotoLater, PhotoRefused, PhotoTooHard, redraw
from reports.models import AlreadySent, Draft, Photo


class NoRoom(PhotoRefused):
    """The draft has all the photos it may have."""


def add_photos(draft, uploads, *, whose):
    """Keep the clean copies of the uploaded files on a draft; return the refusals, as sentences.

    ``whose`` tells who sends them from the others: an address. Nobody looks at what comes after a
    file that took too much, or for which there was no place. Raise ``AlreadySent`` when the draft
    was sent meanwhile.
    """
    refusals = []
    for number, upload in enumerate(uploads, start=1):
        try:
            _refuse_when_full(draft)  # before the work of decoding
            _keep(draft, redraw(upload, whose=whose))
        except NoRoom as refusal:
            refusals.append(str(refusal))
            break
        except PhotoRefused as refusal:
            name = _tidy_name(upload.name) or number
            refusals.append(
                _("Foto %(name)s: %(sentence)s") % {"name": name, "sentence": refusal}
            )
            if isinstance(refusal, PhotoLater | PhotoTooHard) and uploads[number:]:
                refusals.append(_("Le foto dopo questa non sono state tenute."))
                break
    return refusals


def remove_photo(draft, photo_id):
    """Delete one photo of a draft, if it has it, and its file after the commit."""
    try:
        mine = Photo.objects.filter(draft=draft, pk=UUID(photo_id))
    except ValueError:
        return 0
    return delete_photos(mine)


def delete_photos(photos):
    """Delete the rows of a QuerySet, and their files once that is committed; return how many."""
    rows = list(photos)
    with transaction.atomic():
        Photo.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            # a disk that may only be read leaves the file to the sweep, and the rest goes on
            transaction.on_commit(
                lambda image=row.image: _delete_file(image), robust=True
            )
    return len(rows)


def _refuse_when_full(draft):
    limit = settings.REPORT_LIMITS["photos"]
    if draft.photos.count() >= limit:
        raise NoRoom(
            _(
                "Puoi aggiungere al massimo %(limit)d foto: le altre non sono state tenute."
            )
            % {"limit": limit}
        )


@transaction.atomic
def _keep(draft, drawn):
    # the lock makes requests at the same instant count one after the other
    if not Draft.objects.select_for_update().filter(pk=draft.pk, sent_at=None).first():
        raise AlreadySent
    _refuse_when_full(draft)
    photo = Photo(draft=draft, width=drawn.width, height=drawn.height)
    photo.image.save(f"{uuid4().hex}.jpg", ContentFile(drawn.data), save=False)
    try:
        photo.save(force_insert=True)
    except Exception:
        _delete_file(photo.image)
        raise


def _delete_file(image):
    image.storage.delete(image.name)


def _tidy_name(name):
    """Return the name of a file as its owner knows it, without what nobody sees, cut at 60."""
    return "".join(c for c in name or "" if c.isprintable())[:60]
