"""What stands for `docker compose`, systemd and useradd on a machine that has none of them.

The steps of ``deploy/README.md`` run word by word in the tests. Only these three commands are not
the machine's own, and this module is the one place that says what becomes of them:

``docker compose up -d --build``
    the folder, without what ``.dockerignore`` names, is copied to the image's; there root runs the
    Dockerfile's ``RUN``, but for ``apt-get``: its programs are those of the machine; then the parts
    start as its ``USER``. ``build`` is the first half, ``down`` ends the parts; ``db`` always runs
``docker compose exec SERVICE X``, ``run SERVICE X``
    X, as that user, in the image's folder, with the environment that compose gives to SERVICE; in
    ``db`` X finds the server of the tests
``docker compose cp FILE SERVICE:PATH``
    a copy that belongs to root, as docker makes it
``systemctl enable --now UNIT@PART…``, ``systemctl restart …``
    the unit's ``ExecStart``, as nobody in particular, with its ``EnvironmentFile``
``useradd …``
    nothing: who serves is the user 10001, who has no name

The read-only file system of both is stood for by ownership: ``writable`` lists what else the user
might write. A word that is not here ends with status 2: the step that has it fails its test.

    python -m tests.deploy.machine docker compose up -d
"""

import configparser
import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import stat
import subprocess
import sys
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path

import yaml

from tests.servers import ROOT, wait_until

USER = 10001
# not the PATH of who runs the tests: root's own Python is nobody else's
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
OURS = ("prepare", "web", "worker", "beat", "backup")
RUNNING = ("web", "worker", "beat")
HERE = "MACHINE"  # the environment variable with the file that describes the machine
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::([?-])([^}]*))?\}")


@dataclass
class Machine:
    """Its folders, and the addresses that names have on it."""

    folder: str
    database: str  # host:port
    sockets: str  # the folder of the database's Unix socket
    queue: str  # host:port
    port: int  # of the web

    @property
    def image(self):
        return Path(self.folder, "srv-portal")

    def words(self):
        """Return what is written otherwise on this machine: folders, and names of hosts."""
        return {
            "/srv/portal": str(self.image),
            "/srv/backups": f"{self.folder}/backups",
            "/var/lib/portal": f"{self.folder}/var-lib-portal",
            "/etc/portal.env": f"{self.folder}/portal.env",
            "/etc/systemd/system": f"{self.folder}/systemd",
            "portal:portal": f"{USER}:{USER}",
            "=portal ": f"={USER} ",
            "@db:5432": f"@{self.database}",
            "//redis:6379": f"//{self.queue}",
            "//web:8000": f"//127.0.0.1:{self.port}",
        }

    def translate(self, text):
        for word, here in self.words().items():
            text = text.replace(word, here)
        return text

    def write(self):
        """Put the commands in a folder of their own; return the environment that finds them."""
        described = Path(self.folder, "machine.json")
        described.write_text(json.dumps(asdict(self)))
        for name in COMMANDS:
            command = Path(self.folder, "bin", name)
            command.parent.mkdir(exist_ok=True)
            call = [sys.executable, "-P", "-m", "tests.deploy.machine", name]
            command.write_text(
                f'#!/bin/sh\nPYTHONPATH={ROOT} exec {shlex.join(call)} "$@"\n'
            )
            command.chmod(0o755)
        path = f"{self.folder}/bin:{SYSTEM_PATH}"
        return {HERE: str(described), "PATH": path, "HOME": self.folder}


def left_out(top):
    """Return what says to ``copytree`` which names of a folder ``.dockerignore`` leaves out."""
    lines = (top / ".dockerignore").read_text().splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    anywhere = {p.removeprefix("**/") for p in patterns if p.startswith("**/")}

    def ignored(folder, names):
        inside = Path(folder).relative_to(top)
        return [
            name
            for name in names
            if str(inside / name) in patterns
            or any(fnmatch(name, pattern) for pattern in anywhere)
        ]

    return ignored


def dockerfile():
    """Return the Dockerfile as pairs (instruction, rest), its continued lines joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.split(maxsplit=1)) for line in lines]


def environment_of_the_image(machine):
    pairs = [
        pair
        for word, rest in dockerfile()
        if word == "ENV"
        for pair in shlex.split(machine.translate(rest))
    ]
    return {"PATH": SYSTEM_PATH, "HOME": "/"} | dict(p.split("=", 1) for p in pairs)


def read_environment(path):
    """Read a file of variables as compose and systemd do."""
    lines = [line.partition("=") for line in Path(path).read_text().splitlines()]
    return {
        name: value.strip("\"'")
        for name, equals, value in lines
        if equals and not name.startswith("#")
    }


class Compose:
    """The services of docker-compose.yml in the folder where one is, on this machine."""

    def __init__(self, machine):
        self.machine = machine
        self.folder = Path.cwd()
        self.written = read_environment(".env")
        text = Path("docker-compose.yml").read_text()
        self.services = self._filled(yaml.safe_load(text))["services"]

    def build(self):
        self._build()

    def down(self):
        for name in RUNNING:
            end(self.machine, name)

    def up(self, *options):
        if options[-1] == "db":
            return
        if "--build" in options:
            self._build()
        self.down()
        self._start("prepare").check_returncode()
        for name in RUNNING:
            self._start(name)

    def exec(self, *words):
        service, *command = [word for word in words if word != "-T"]
        self._become(service, command)

    def run(self, *words):
        words = [word for word in words if word not in {"-T", "--rm"}]
        if words[0] == "--entrypoint":
            _, entry, service, *rest = words
            self._become(service, [entry, *rest])
        service, *rest = words
        command = rest or self.services[service]["command"]
        self._become(service, [*self._entry(), *command])

    def cp(self, source, target):
        shutil.copy2(source, self.machine.translate(target.partition(":")[2]))

    def healthcheck(self, service):
        """Ask a service how it is, as compose does: become its health check."""
        _, *command = self.services[service]["healthcheck"]["test"]
        self._become(service, command)

    def _filled(self, said):
        """Return what the file says with the values of ``.env`` in it."""
        if isinstance(said, dict):
            return {name: self._filled(value) for name, value in said.items()}
        if isinstance(said, list):
            return [self._filled(value) for value in said]
        return VARIABLE.sub(self._value, said) if isinstance(said, str) else said

    def _value(self, found):
        name, sign, other = found.groups()
        value = self.written.get(name, "")
        if not value and sign == "?":
            sys.exit(f"{name}: {other}")
        return value or (other if sign == "-" else "")

    def _build(self):
        image, context = self.machine.image, Path(self.machine.folder, "context")
        last = seen_in(context)
        shutil.rmtree(context, ignore_errors=True)
        shutil.copytree(self.folder, context, ignore=left_out(self.folder))
        if seen_in(context) == last:
            return  # docker too keeps what it made of the same files
        shutil.rmtree(image, ignore_errors=True)
        shutil.copytree(context, image)
        for word, command in dockerfile():
            if word == "RUN" and "apt-get" not in command:
                environment = environment_of_the_image(self.machine)
                subprocess.run(
                    ["sh", "-c", command], cwd=image, env=environment, check=True
                )
        self._mount()

    def _mount(self):
        """Let the volume be what it was before this image: the first has the image's own."""
        volume, var = Path(self.machine.folder, "volume"), self.machine.image / "var"
        if volume.exists():
            shutil.rmtree(var)
        else:
            var.rename(volume)
        var.symlink_to(volume)

    def _start(self, name):
        command = [*self._entry(), *self.services[name]["command"]]
        settings = {"cwd": self.machine.image, "env": self._environment(name)}
        if name == "prepare":
            return subprocess.run(command, **settings, **as_user())
        return start(self.machine, name, command, **settings)

    def _entry(self):
        return json.loads(dict(dockerfile())["ENTRYPOINT"])

    def _environment(self, service):
        own = self.services[service]["environment"]
        given = {name: self.machine.translate(str(v)) for name, v in own.items()}
        given |= {"BIND": "127.0.0.1", "PORT": str(self.machine.port)}
        return environment_of_the_image(self.machine) | self.written | given

    def _become(self, service, command):
        command = [self.machine.translate(word) for word in command]
        port = self.machine.database.partition(":")[2]
        environment = {"PATH": SYSTEM_PATH, "PGHOST": self.machine.sockets}
        environment["PGPORT"] = port
        if service in OURS:
            environment = self._environment(service)
            os.chdir(self.machine.image)
            os.setgroups([])
            os.setgid(USER)
            os.setuid(USER)
        os.execvpe(command[0], command, environment)


def docker(machine, word, verb, *rest):
    known = {"build", "up", "down", "exec", "run", "cp", "healthcheck"}
    if word != "compose" or verb not in known:
        refuse("docker", word, verb)
    getattr(Compose(machine), verb)(*rest)


def systemctl(machine, verb, *words):
    """Start, or start again, instances of the units in the folder of systemd."""
    if verb not in {"enable", "restart"}:
        refuse("systemctl", verb)
    for instance in (word for word in words if word != "--now"):
        name, _, part = instance.partition("@")
        unit = configparser.ConfigParser(interpolation=None, strict=False)
        unit.optionxform = str
        unit.read(Path(machine.folder, "systemd", f"{name}@.service"))
        service = unit["Service"]
        read = read_environment(machine.translate(service["EnvironmentFile"]))
        end(machine, part)
        command = machine.translate(service["ExecStart"]).replace("%i", part)
        own = {name: machine.translate(value) for name, value in read.items()}
        own |= {"PATH": SYSTEM_PATH, "PORT": str(machine.port)}
        folder = machine.translate(service["WorkingDirectory"])
        start(machine, part, command.split(), cwd=folder, env=own)


def useradd(machine, *words):
    pass


COMMANDS = {"docker": docker, "systemctl": systemctl, "useradd": useradd}


def refuse(*words):
    sys.stderr.write(f"tests/deploy/machine.py does not know: {shlex.join(words)}\n")
    sys.exit(2)


def as_user():
    return {"user": USER, "group": USER, "extra_groups": [], "umask": 0o022}


def start(machine, name, command, **settings):
    """Start a part that goes on when who started it has ended."""
    with open(Path(machine.folder, f"{name}.log"), "ab") as log:
        part = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True, **settings, **as_user(),
        )  # fmt: skip
    Path(machine.folder, f"{name}.pid").write_text(str(part.pid))


def end(machine, name):
    """End a part with its children, if it runs."""
    written = Path(machine.folder, f"{name}.pid")
    if not written.exists():
        return
    pid = int(written.read_text())
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        wait_until(lambda: not is_alive(pid), what=f"the end of {name}")
        os.killpg(pid, signal.SIGKILL)
    written.unlink()


def is_alive(pid):
    """Tell whether a process runs: one that nobody waited for is still listed."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def seen_in(folder):
    """Return the files of a folder with their sizes and times, nothing of one that is not there."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files}


def writable(folder):
    """Return what in ``folder`` the user of the portal might change; a link is not followed."""
    found = []
    for top, _, files in os.walk(folder):
        for path in [Path(top), *(Path(top, name) for name in files)]:
            about = path.lstat()
            loose = about.st_mode & stat.S_IWOTH and not path.is_symlink()
            if about.st_uid == USER or loose:
                found.append(str(path))
    return found


def main(name, *words):
    machine = Machine(**json.loads(Path(os.environ[HERE]).read_text()))
    COMMANDS[name](machine, *words)


if __name__ == "__main__":
    main(*sys.argv[1:])
