"""What the repository says about itself and its settings is true."""

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from cremona_safety import __version__
from tests.servers import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
READ = re.compile(r'(?:env\.(?:text|flag|number|words)\(\s*|environ\.get\()"([A-Z_]+)"')
IN_SHELL = re.compile(r"\$\{([A-Z_]+):-")
INNER = {"DJANGO_SETTINGS_MODULE", "HOME", "VENV", "PYTHON", "OWNER", "HEALTH_URL"}


def test_the_version_is_one():
    assert __version__ == PYPROJECT["project"]["version"]
    assert f"softwareVersion: {__version__}\n" in (ROOT / "publiccode.yml").read_text()


def locked(name):
    text = (ROOT / name).read_text()
    return {canonicalize_name(n): version for n, version in PINNED.findall(text)}


def assert_satisfied(wanted, lock):
    for line in wanted:
        requirement = Requirement(line)
        version = lock.get(canonicalize_name(requirement.name))
        assert version, f"{requirement.name} is not in the lock"
        assert requirement.specifier.contains(version), f"{line}: locked {version}"


def test_the_locks_satisfy_pyproject():
    runtime, dev = locked("requirements.txt"), locked("requirements-dev.txt")

    assert_satisfied(PYPROJECT["project"]["dependencies"], runtime)
    assert_satisfied(PYPROJECT["dependency-groups"]["dev"], dev)
    assert runtime.items() <= dev.items()


def test_the_locks_hold_hashes_and_no_address():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert text.count("--hash=sha256:") >= len(locked(name))
        assert "://" not in text


def test_every_setting_of_the_environment_is_in_the_example():
    read = set()
    for path in (ROOT / "cremona_safety" / "settings").glob("*.py"):
        read |= set(READ.findall(path.read_text()))
    for path in (ROOT / "deploy").iterdir():
        if path.suffix in {".sh", ".py"}:
            read |= set(READ.findall(path.read_text()))
            read |= set(IN_SHELL.findall(path.read_text()))
    example = (ROOT / ".env.example").read_text()

    told = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))

    assert read - INNER - told == set()
    of_compose = {"PYTHON_IMAGE", "POSTGRES_IMAGE", "REDIS_IMAGE", "POSTGRES_PASSWORD"}
    assert told - read == of_compose
