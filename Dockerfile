# The image of the portal: web, worker and beat are the same image with another word at the end.
FROM python:3.11-slim

WORKDIR /srv/portal
COPY . .
ENV PYTHONUNBUFFERED=1 \
    STATIC_DIR=/srv/portal/static-gathered/static \
    VAR_DIR=/srv/portal/var \
    BIND=0.0.0.0
RUN OWNER=10001:10001 deploy/build.sh

USER 10001:10001
VOLUME /srv/portal/var
EXPOSE 8000
ENTRYPOINT ["deploy/start.sh"]
CMD ["web"]
