import pytest

from tests.conftest import PROGRAMME


@pytest.fixture
def edited(tmp_path):
    """Return a function that writes a copy of Cremona's file with one text replaced."""

    def write(old, new, count=1):
        text = PROGRAMME.read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "comune.toml"
        path.write_text(text.replace(old, new, count), encoding="utf-8")
        return path

    return write
