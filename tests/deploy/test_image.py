"""What the image and its services promise; ``test_steps.py`` runs them."""

import os
import re
import shutil
import subprocess
import sys

import pytest
import redis
import yaml

from cremona_safety.env import with_password
from tests import servers
from tests.deploy.machine import dockerfile, left_out

COMPOSE = yaml.safe_load((servers.ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["prepare", "web", "worker", "beat", "backup"]
ENDING = {"prepare", "backup"}  # they do their work and end
SECRETS = [
    "SECRET_KEY",
    "CONFIDENTIAL_KEYS",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "EMAIL_HOST",
    "PROGRAMME_FILE",
    "METRICS_TOKEN",
    "REDIS_PASSWORD",
]
LOADS = """
from django.core.management import get_commands, load_command_class
from django.urls import get_resolver
from cremona_safety import celery, wsgi
get_resolver().url_patterns
for name, app in get_commands().items():
    load_command_class(app, name)
"""


@pytest.mark.server
def test_without_a_secret_production_does_not_start():
    environment = {"PATH": os.environ["PATH"]}

    refused = subprocess.run(
        [str(servers.ROOT / "deploy" / "start.sh"), "prepare"],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert refused.returncode != 0
    assert "SECRET_KEY is not set" in refused.stderr


def test_the_image_runs_as_nobody_in_particular():
    words = dict(dockerfile())

    assert words["USER"] == "10001:10001"
    assert words["ENTRYPOINT"] == '["deploy/start.sh"]'


def test_compose_starts_every_part_with_a_health_check():
    assert set(SERVICES) == {"db", "redis", *OURS}
    for name, service in SERVICES.items():
        assert name in ENDING or service["healthcheck"]["test"], name
    known = (servers.ROOT / "deploy" / "start.sh").read_text()
    for name in OURS:
        (word,) = SERVICES[name]["command"]
        assert re.search(rf"^(\w+ \| )*{word}( \| \w+)*\)$", known, re.MULTILINE)


def test_compose_has_no_default_for_a_secret():
    for name in OURS:
        environment = SERVICES[name]["environment"]
        for secret in SECRETS:
            assert environment[secret].startswith(f"${{{secret}:?"), (name, secret)
        assert environment["PGPASSWORD"].startswith("${POSTGRES_PASSWORD:?"), name
    assert SERVICES["db"]["environment"]["POSTGRES_PASSWORD"].count(":?") == 1


def test_compose_writes_no_password_in_an_address():
    for name in OURS:
        assert "$" not in SERVICES[name]["environment"]["DATABASE_URL"]


def test_compose_keeps_data_and_limits_the_parts():
    for name in OURS:
        service = SERVICES[name]
        assert service["tmpfs"] == ["/tmp"]
    mounts = {mount for s in SERVICES.values() for mount in s["volumes"]}
    backups = "${BACKUP_DIR:?write BACKUP_DIR in .env}:/srv/backups"
    assert backups in SERVICES["backup"]["volumes"]
    volumes = {mount.split(":")[0] for mount in mounts - {backups}}
    assert volumes == set(COMPOSE["volumes"])
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]


def test_a_backup_is_asked_for_and_does_not_prepare_what_it_restores():
    backup = SERVICES["backup"]

    assert backup["profiles"] == ["backup"]
    assert set(backup["depends_on"]) == {"db"}


def test_the_image_has_the_programs_of_a_backup_of_its_server():
    """Debian 12 has the client of PostgreSQL 15."""
    words = dict(dockerfile())
    installed = [rest for word, rest in dockerfile() if "apt-get" in rest]

    assert words["ARG"] == "PYTHON_IMAGE=python:3.11-slim-bookworm"
    assert words["FROM"] == "${PYTHON_IMAGE}"
    assert "postgresql-client" in installed[0]
    assert SERVICES["db"]["image"] == "${POSTGRES_IMAGE:-postgres:15-alpine}"


def test_the_image_has_no_tests_and_no_demonstration_and_needs_none(tmp_path):
    """What is left of the code loads every module and ``prepare`` by itself."""
    copied = tmp_path / "image"
    shutil.copytree(servers.ROOT, copied, ignore=left_out(servers.ROOT))

    there = {str(path.relative_to(copied)) for path in copied.rglob("*.py")}
    assert {"manage.py", "cremona_safety/urls.py", "deploy/serve.py"} <= there
    unwanted = ("tests/", "bench/", "faults/", "fuzz/", "cremona_safety/demo/")
    assert [name for name in there if name.startswith(unwanted)] == []
    assert not any("load_demo" in name or "reset_demo" in name for name in there)
    subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", LOADS],
        cwd=copied,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "cremona_safety.settings.build",
        },
        check=True,
    )


def test_what_installs_packages_does_not_reach_the_image_that_serves():
    words = dockerfile()
    stages = [at for at, (word, _) in enumerate(words) if word == "FROM"]
    serving = words[stages[-1] :]

    assert len(stages) == 2
    assert ("COPY", "--from=built /srv/portal .") in serving
    assert [rest for word, rest in serving if word == "RUN" and "apt" not in rest] == []
    assert any("uninstall -q -y uv pip" in rest for _, rest in words[: stages[-1]])


def test_the_database_and_the_queue_are_reached_from_inside_alone():
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    for name in ("db", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]
        assert "ports" not in SERVICES[name]


def test_every_service_has_limits_and_no_power():
    for name, service in SERVICES.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service["read_only"] is True, name
        assert {"cpus", "mem_limit", "pids_limit"} <= service.keys(), name


@pytest.mark.server
def test_the_redis_of_compose_answers_only_to_who_says_its_password(tmp_path):
    """Its command, as it is written there, with a password of signs."""
    password, port = "c@sa/d#gli:Umori%41", servers.free_port()
    servers.program("redis-server", "redis-server")
    *shell, command = SERVICES["redis"]["command"]
    command = command.replace("$$", "$") + f" --bind 127.0.0.1 --port {port}"
    running = subprocess.Popen(
        [*shell, command], cwd=tmp_path, env=os.environ | {"REDISCLI_AUTH": password}
    )
    try:
        servers.wait_until(lambda: servers.answers(port), what="Redis")
        url = f"redis://127.0.0.1:{port}/0"

        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(url).ping()
        assert redis.Redis.from_url(with_password(url, password)).ping()
    finally:
        running.kill()
        running.wait()
