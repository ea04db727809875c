import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEntry, Role
from cremona_safety.programme import WrongProgramme, load_programme
from cremona_safety.roles import ROLES
from funding.models import CostCategory, Grant
from hotspots.models import Contact, Event, Hotspot, Municipality
from hotspots.projection import centre_of
from hotspots.services import delete_event
from reports.models import Category
from tests.conftest import PROGRAMME as CREMONA

pytestmark = pytest.mark.django_db


def test_the_file_of_cremona_fills_every_table():
    load_programme(CREMONA)

    assert Municipality.objects.get().istat_code == "019036"
    assert [p.slug for p in Hotspot.objects.programme()] == [
        "piazza-roma",
        "piazza-marconi",
        "via-orti-romani",
    ]
    assert Category.objects.count() == 17
    assert (
        Event.objects.get(slug="presidio-piazza-roma").hotspots.get().slug
        == "piazza-roma"
    )
    assert Grant.objects.get().amount == 7500
    assert CostCategory.objects.count() == 6
    assert Contact.objects.get(code="112").to_confirm is False
    assert set(Role.objects.values_list("code", flat=True)) == set(ROLES)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('slug = "piazza-roma"', 'slug = "bozza"', "«Piazza Roma» è già nel portale"),
        (
            'slug = "piazza-roma"\nname = "Piazza Roma"',
            'slug = "bozza"\nname = "Giardini pubblici"',
            'come slug = "piazza-roma"',
        ),
        (
            'slug = "piazza-roma"\nname = "Piazza Roma"',
            'slug = "bozza"\nname = "Largo Tigli"',
            "questo confine è già nel portale",
        ),
    ],
    ids=["name", "alias", "ring"],
)
def test_a_slug_that_changed_makes_no_second_place(edited, old, new, words):
    load_programme(CREMONA)

    with pytest.raises(WrongProgramme, match=r"riga \d+") as refused:
        load_programme(edited(old, new))

    assert words in str(refused.value)
    assert Hotspot.objects.count() == 3


def test_a_second_load_changes_nothing():
    load_programme(CREMONA)

    assert load_programme(CREMONA) == []


def test_a_dry_run_lists_the_changes_and_writes_nothing():
    changes = load_programme(CREMONA, dry_run=True)

    assert "luoghi: «piazza-roma» nuovo" in changes
    assert not Municipality.objects.exists()
    assert not Role.objects.exists()


def test_a_changed_label_is_told_and_written(edited):
    load_programme(CREMONA)

    changes = load_programme(edited("Scritte e imbrattamento", "Scritte sui muri"))

    assert changes == [
        "categorie: «imbrattamento» nome: Scritte e imbrattamento → Scritte sui muri"
    ]
    assert Category.objects.get(code="imbrattamento").label == "Scritte sui muri"


def test_a_place_redrawn_in_the_portal_stays_as_it_is(edited):
    load_programme(CREMONA)
    Hotspot.objects.filter(slug="piazza-roma").update(buffer_m=40)

    changes = load_programme(CREMONA)

    assert changes == ["luoghi: «piazza-roma» è diverso nel portale e resta com’è"]
    assert Hotspot.objects.get(slug="piazza-roma").buffer_m == 40


def test_a_place_that_today_may_not_change_kind_stops_no_later_load(edited):
    path = edited('kind = "programma"', 'kind = "confronto"')
    load_programme(path)
    first = Hotspot.objects.get(kind=Hotspot.Kind.COMPARISON)
    Hotspot.objects.filter(pk=first.pk).update(kind=Hotspot.Kind.PROGRAMME)
    Hotspot.objects.exclude(pk=first.pk).update(archived_on="2026-11-02")

    assert load_programme(path) == [
        f"luoghi: «{first.slug}» è diverso nel portale e resta com’è"
    ]
    with pytest.raises(WrongProgramme, match="ultimo luogo"):
        load_programme(path, overwrite=True)
    with pytest.raises(CommandError, match="ultimo luogo"):
        call_command("load_programme", path, overwrite=True)
    assert Hotspot.objects.programme().on_offer().get() == first


def test_overwrite_brings_a_place_back_to_the_file():
    load_programme(CREMONA)
    Hotspot.objects.filter(slug="piazza-roma").update(buffer_m=40)

    changes = load_programme(CREMONA, overwrite=True)

    assert changes == ["luoghi: «piazza-roma» fascia intorno, in metri: 40 → 25"]
    assert Hotspot.objects.get(slug="piazza-roma").buffer_m == 25


def test_names_of_a_place_are_told_and_brought_back_to_the_file(edited):
    load_programme(CREMONA)
    path = edited('"giardini pubblici"', '"i giardini"')

    assert load_programme(path) == [
        "luoghi: «piazza-roma» è diverso nel portale e resta com’è"
    ]
    wanted = ["luoghi: «piazza-roma» nomi usati: − giardini pubblici, + i giardini"]
    assert load_programme(path, overwrite=True, dry_run=True) == wanted
    assert load_programme(path, overwrite=True) == wanted
    texts = Hotspot.objects.get(slug="piazza-roma").alias_texts()
    assert "i giardini" in texts
    assert "giardini pubblici" not in texts


@pytest.mark.engine
def test_an_event_that_staff_deleted_stays_away_until_the_file_is_to_win(
    coordinator,
):
    load_programme(CREMONA)
    delete_event(Event.objects.get(slug="presidio-piazza-roma"), by=coordinator)

    assert load_programme(CREMONA) == [
        "eventi: «presidio-piazza-roma» è stato tolto nel portale e resta tolto"
    ]
    assert not Event.objects.filter(slug="presidio-piazza-roma").exists()

    load_programme(CREMONA, overwrite=True)

    assert Event.objects.filter(slug="presidio-piazza-roma").exists()
    assert load_programme(CREMONA) == []


def test_places_of_an_event_are_told_and_brought_back_to_the_file(edited):
    load_programme(CREMONA)
    event = Event.objects.get(slug="presidio-piazza-roma")
    event.hotspots.set(Hotspot.objects.filter(slug="piazza-marconi"))

    assert load_programme(CREMONA) == [
        "eventi: «presidio-piazza-roma» è diverso nel portale e resta com’è"
    ]
    assert event.hotspots.get().slug == "piazza-marconi"
    assert load_programme(CREMONA, overwrite=True) == [
        "eventi: «presidio-piazza-roma» luoghi: − piazza-marconi, + piazza-roma"
    ]
    assert event.hotspots.get().slug == "piazza-roma"


def test_what_a_load_overwrites_and_only_that_is_in_the_audit_trail():
    load_programme(CREMONA)
    Hotspot.objects.filter(slug="piazza-roma").update(buffer_m=40)
    before = AuditEntry.objects.count()

    load_programme(CREMONA)
    assert AuditEntry.objects.count() == before
    load_programme(CREMONA, overwrite=True)

    entry = AuditEntry.objects.latest("pk")
    assert AuditEntry.objects.count() == before + 1
    assert (entry.action, entry.actor) == ("hotspots.hotspot_changed", None)
    assert (entry.before, entry.after) == ({"buffer_m": 40}, {"buffer_m": 25})


def test_a_row_moved_in_the_file_is_told_and_moves(edited):
    load_programme(CREMONA)
    fire = '[[contacts]]\ncode = "115"\nkind = "emergenza"\nname = "Pompieri"\n\n'
    path = edited("[[contacts]]", fire + "[[contacts]]")

    changes = load_programme(path)

    assert changes[:2] == ["contatti: «115» nuovo", "contatti: «112» posizione: 0 → 1"]
    assert Contact.objects.first().code == "115"


def test_a_key_left_out_holds_the_default_of_the_model(edited):
    load_programme(edited("to_confirm = true\n", "", -1))

    assert Contact.objects.get(code="urp").to_confirm
    days = Category._meta.get_field("days_to_answer").default
    assert set(Category.objects.values_list("days_to_answer", flat=True)) == {days}


def test_the_centre_of_a_place_comes_from_its_boundary(edited):
    load_programme(CREMONA)
    place = Hotspot.objects.get(slug="piazza-roma")
    assert (place.latitude, place.longitude) == centre_of(place.ring)

    with pytest.raises(WrongProgramme, match="«latitude» non esiste"):
        load_programme(edited("buffer_m = 25", "latitude = 45.0\nbuffer_m = 25"))


def test_permissions_follow_the_code_at_every_load():
    load_programme(CREMONA)
    Role.objects.filter(code="assessore").update(permissions=["accounts.manage_people"])

    load_programme(CREMONA)

    assert Role.objects.get(code="assessore").permissions == [
        str(permission) for permission in ROLES["assessore"]
    ]
