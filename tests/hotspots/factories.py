"""Smallest valid rows; squares are drawn around named points of Cremona."""

from datetime import date

import factory

from hotspots.models import Alias, Event, Hotspot, HouseNumber, Landmark, Street
from hotspots.names import comparable, normalise, whole_words

PIAZZA_LODI = (45.1352, 10.0290)  # latitude, longitude; approximate, for tests only


def square(latitude=PIAZZA_LODI[0], longitude=PIAZZA_LODI[1], half=0.0005):
    """Return a closed counter-clockwise ring of [lon, lat] around a point (degrees)."""
    west, east = round(longitude - half, 6), round(longitude + half, 6)
    south, north = round(latitude - half, 6), round(latitude + half, 6)
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


class HotspotFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Hotspot

    slug = factory.Sequence(lambda n: f"luogo-{n}")
    name = factory.Sequence(lambda n: f"Luogo {n}")
    kind = Hotspot.Kind.COMPARISON
    latitude, longitude = PIAZZA_LODI
    ring = factory.LazyAttribute(lambda spot: square(spot.latitude, spot.longitude))
    boundary_source = "Disegno di prova"
    accuracy_m = 30


class AliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Alias

    hotspot = factory.SubFactory(HotspotFactory)
    text = factory.Sequence(lambda n: f"Soprannome {n}")
    normalised = factory.LazyAttribute(lambda alias: normalise(alias.text))


class LandmarkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Landmark

    name = factory.Sequence(lambda n: f"Via di prova {n}")
    normalised = factory.LazyAttribute(lambda mark: normalise(mark.name))
    latitude, longitude = PIAZZA_LODI


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"evento-{n}")
    on = date(2025, 3, 17)
    title = "Evento di prova"


class StreetFactory(factory.django.DjangoModelFactory):
    """A street with a point; ``lines`` give it a box too."""

    class Meta:
        model = Street

    name = factory.Sequence(lambda n: f"Via Inventata {n}")
    comparable = factory.LazyAttribute(lambda street: whole_words(street.name))
    latitude, longitude = PIAZZA_LODI

    @factory.lazy_attribute
    def west(self):
        return min((lon for line in self.lines for lon, _ in line), default=None)

    @factory.lazy_attribute
    def south(self):
        return min((lat for line in self.lines for _, lat in line), default=None)

    @factory.lazy_attribute
    def east(self):
        return max((lon for line in self.lines for lon, _ in line), default=None)

    @factory.lazy_attribute
    def north(self):
        return max((lat for line in self.lines for _, lat in line), default=None)

    lines = factory.LazyFunction(list)


class HouseNumberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HouseNumber

    street = factory.SubFactory(StreetFactory)
    number = factory.Sequence(str)
    comparable = factory.LazyAttribute(lambda door: comparable(door.number))
    latitude, longitude = PIAZZA_LODI
