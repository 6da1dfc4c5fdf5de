# syntax=docker/dockerfile:1
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY briefings briefings
COPY bot bot
RUN python -m venv /opt/dragoman \
    && /opt/dragoman/bin/pip install --no-cache-dir --constraint constraints.txt '.[charts,documents]'

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 dragoman \
    && useradd --system --uid 10001 --gid dragoman --home-dir /data --no-create-home dragoman \
    && install --directory --owner=dragoman --group=dragoman --mode=0750 /data
COPY --from=build /opt/dragoman /opt/dragoman
ENV PATH=/opt/dragoman/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DRAGOMAN_DATABASE=/data/dragoman.sqlite3
USER dragoman
WORKDIR /data
VOLUME ["/data"]
STOPSIGNAL SIGTERM
# The bot writes its heartbeat at every pass; a bot that cannot reach Discord is unhealthy too.
HEALTHCHECK --interval=60s --timeout=10s --start-period=60s --retries=3 CMD ["dragoman", "health"]
ENTRYPOINT ["dragoman"]
CMD ["run"]
