"""What the image and its services promise; ``test_steps.py`` runs them."""

import os
import subprocess

import pytest
import yaml

from tests import servers
from tests.deploy.machine import dockerfile

COMPOSE = yaml.safe_load((servers.ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = ["prepare", "web", "worker", "beat"]
SECRETS = [
    "SECRET_KEY",
    "CONFIDENTIAL_KEYS",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "EMAIL_HOST",
    "PROGRAMME_FILE",
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
        assert name == "prepare" or service["healthcheck"]["test"], name
    known = (servers.ROOT / "deploy" / "start.sh").read_text()
    for name in OURS:
        (word,) = SERVICES[name]["command"]
        assert f"\n{word})\n" in known


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
    volumes = {mount.split(":")[0] for s in SERVICES.values() for mount in s["volumes"]}
    assert volumes == set(COMPOSE["volumes"])
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
