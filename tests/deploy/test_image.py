"""What the image and its services promise; ``test_steps.py`` runs them."""

import os
import re
import subprocess

import pytest
import yaml

from tests import servers
from tests.deploy.machine import dockerfile

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
]


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
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
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

    assert words["FROM"] == "python:3.11-slim-bookworm"
    assert "postgresql-client" in installed[0]
    assert SERVICES["db"]["image"] == "postgres:15-alpine"
