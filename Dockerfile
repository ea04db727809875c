# The image of the portal: web, worker and beat are the same image with another word at the end.
# Debian 12, whose postgresql-client is 15 like the server of docker-compose.yml: a backup wants a client
# not older than the server, a restore one not newer. Whoever changes one of the two changes both.
# PYTHON_IMAGE= pins it to what was tried: deploy/README.md, With containers.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm
FROM ${PYTHON_IMAGE} AS built

WORKDIR /srv/portal
COPY . .
ENV STATIC_DIR=/srv/portal/static-gathered/static \
    VAR_DIR=/srv/portal/var
# what installs packages is not for who serves
RUN OWNER=10001:10001 deploy/build.sh && .venv/bin/python -m pip uninstall -q -y uv pip

FROM ${PYTHON_IMAGE}

RUN apt-get update -qq && apt-get install -qq -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/portal
COPY --from=built /srv/portal .
COPY --from=built --chown=10001:10001 /srv/portal/var var
ENV PYTHONUNBUFFERED=1 \
    STATIC_DIR=/srv/portal/static-gathered/static \
    VAR_DIR=/srv/portal/var \
    BIND=0.0.0.0

USER 10001:10001
VOLUME /srv/portal/var
EXPOSE 8000
ENTRYPOINT ["deploy/start.sh"]
CMD ["web"]
