"""A machine where no file can be opened says so when the portal is prepared."""

import sys

import pytest
from django.core.management import CommandError

from cremona_safety.management.commands import prepare


def test_where_photos_can_be_opened_nothing_is_said():
    prepare.refuse_absent_sandbox()


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_where_no_process_can_begin_the_start_stops(monkeypatch, program):
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(CommandError, match="No photo can be opened on this machine"):
        prepare.refuse_absent_sandbox()


def test_what_runs_apart_is_compiled_where_it_can_be_written(monkeypatch):
    compiled = []
    monkeypatch.setattr(
        prepare.compileall, "compile_dir", lambda folder, quiet: compiled.append(folder)
    )

    prepare.compile_what_runs_apart()

    assert [folder.rsplit("/", 1)[1] for folder in compiled] == [*prepare.APART]
