"""The image's recipe, run without an engine: the Dockerfile's commands in a clean folder."""

import os
import shlex
import shutil
import subprocess
import urllib.error
import urllib.request

import pytest
import yaml
from cryptography.fernet import Fernet

from tests import servers

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


def dockerfile():
    """Return the Dockerfile as pairs (instruction, rest), its continued lines joined."""
    text = (servers.ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def settings_of_the_image(folder):
    """Return the ENV of the Dockerfile, with ``folder`` where the image has its own."""
    pairs = [
        pair
        for word, rest in dockerfile()
        if word == "ENV"
        for pair in shlex.split(rest)
    ]
    variables = dict(pair.split("=", 1) for pair in pairs)
    return {k: v.replace("/srv/portal", str(folder)) for k, v in variables.items()}


def copy_of_the_repository(folder):
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=servers.ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (servers.ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(servers.ROOT / name, folder / name)


def ask(port, path):
    """Ask as the proxy does: the portal's name, over https."""
    headers = {"Host": "portale.example.org", "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=servers.PATIENCE) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


@pytest.mark.server
def test_the_commands_of_the_dockerfile_make_a_portal_that_runs(tmp_path):
    copy_of_the_repository(tmp_path)
    clean = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    image = clean | settings_of_the_image(tmp_path)
    for word, command in dockerfile():
        if word == "RUN":
            subprocess.run(["sh", "-c", command], cwd=tmp_path, env=image, check=True)

    with servers.postgresql() as database, servers.redis() as queue:
        port = servers.free_port()
        environment = image | {
            "SECRET_KEY": "x" * 60,
            "CONFIDENTIAL_KEYS": Fernet.generate_key().decode(),
            "ALLOWED_HOSTS": "portale.example.org",
            "PUBLIC_URL": "https://portale.example.org",
            "EMAIL_HOST": "127.0.0.1",
            "DEFAULT_FROM_EMAIL": "portale@example.org",
            "PROGRAMME_FILE": "programmes/cremona.toml",
            "TRUSTED_PROXIES": "1",
            "BIND": "127.0.0.1",
            "PORT": str(port),
            "DATABASE_URL": database.url,
            "REDIS_URL": queue.url,
        }
        start = [str(tmp_path / "deploy" / "start.sh")]
        subprocess.run([*start, "prepare"], env=environment, cwd="/", check=True)
        parts = [
            subprocess.Popen([*start, name], env=environment, cwd="/")
            for name in ("web", "worker", "beat")
        ]
        try:
            servers.wait_until(lambda: ask(port, "/readyz") == 200, what="readiness")
            assert ask(port, "/healthz") == 200
            assert ask(port, "/") == 200
            assert ask(port, "/segnala/") == 200
        finally:
            for part in parts:
                part.terminate()
            for part in parts:
                part.wait(servers.PATIENCE)


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
