"""To which half of the suite, and to which worker, a test goes.

The marker ``engine`` is for what another database may do in another way: the test runs on SQLite
and on PostgreSQL. It is written by hand where only the query depends on it (order of empty values,
search, JSON keys, constraints), and added here where the test shows it.
"""

from pathlib import Path
from types import CodeType

from xdist.scheduler import LoadScopeScheduling

# who names one of these looks at the database past the models
PAST_THE_MODELS = {"cursor", "vendor", "features", "IntegrityError", "DatabaseError"}
ALONE = Path(__file__).with_name("deploy")
# what one worker lays out once for all of them: a whole portal, a demonstration, the rows of a URL
HOUSES = (
    "tests/walks/",
    "tests/test_access.py",
    "tests/programme/test_another_comune.py",
    "tests/deploy/test_backup",
    "tests/demo/",
)
# a test of half a minute begun last keeps everybody waiting
LONGEST = ("tests/deploy/", "tests/jobs/test_real_parts.py")
# its processes die in the same way on either database: what also runs at home says so by hand
OF_PRODUCTION = "tests/jobs/test_real_parts.py"


class Sharing(LoadScopeScheduling):
    """Give the tests of a house to one worker, the others one by one to whoever is free."""

    def _split_scope(self, nodeid):
        return next((house for house in HOUSES if nodeid.startswith(house)), nodeid)


def pytest_xdist_make_scheduler(config, log):
    return Sharing(config, log)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if ALONE in item.path.parents:
            item.add_marker("alone")
        if item.nodeid.startswith(OF_PRODUCTION):
            continue
        if commits(item) or names(item) & PAST_THE_MODELS:
            item.add_marker("engine")


def commits(item):
    """Whether the test is not held in one transaction that is undone: it may lock and wait."""
    django_db = item.get_closest_marker("django_db")
    asked = bool(django_db and django_db.kwargs.get("transaction"))
    return asked or "transactional_db" in item.fixturenames


def names(item):
    """Return the names that the code of a test uses, with its module's functions and fixtures."""
    module = vars(item.module)
    todo, found = [item.originalname], set()
    todo += [name for name in item.fixturenames if name in module]
    while todo:
        code = code_of(module.get(todo.pop()))
        used = names_in(code) if code else set()
        todo += [name for name in used - found if name in module]
        found |= used
    return found


def code_of(function):
    """Return the code of a function or of a fixture that wraps one, else None."""
    return getattr(getattr(function, "__wrapped__", function), "__code__", None)


def names_in(code):
    inner = (part for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*map(names_in, inner))
