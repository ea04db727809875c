"""The number under which an act is written in the protocol: the only thing kept of it here."""

import re

from texts.personal_data import PersonalData, find_personal_data

SHAPE = re.compile(r"(?=.*[0-9])[0-9A-Za-z/. -]{1,40}", re.ASCII)
# the year beside the number, before or after it: with it "2026/1234" would look like a phone
YEAR = re.compile(r"^20\d\d[/.-]|[/.-]20\d\d$")
# an Italian mobile or land line, however grouped: texts.personal_data reads a shared line more
# widely, and would take every long number for a phone
PHONE = re.compile(r"(?<!\d)(?:3\d(?:[ ./-]?\d){7,8}|0[1-9](?:[ ./-]?\d){6,9})(?!\d)")
PREFIX = re.compile(r"^00 ?39[ ./-]?")
NEVER = {PersonalData.PLATE, PersonalData.FISCAL_CODE}


def read_protocol(text):
    """Return the number with single spaces, "" for none; None when it may be something else.

    A plate, a tax code or a phone number would point at a person: they have no place here.
    """
    number = re.sub(" +", " ", text).strip(" ")
    if not number:
        return ""
    if not SHAPE.fullmatch(number) or NEVER & {
        one.what for one in find_personal_data(number)
    }:
        return None
    if PHONE.search(PREFIX.sub("", YEAR.sub("", number))):
        return None
    return number
