# One image; web, sockets, worker and beat differ by command (see compose.yaml).

FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.lock requirements-setup.lock package.json package-lock.json .npmrc ./
COPY bin bin
RUN python bin/setup.py image
COPY . .
RUN .venv/bin/python bin/build_catalogues.py
# The key is for this one command; a real one never enters the image.
RUN SECRET_KEY=only-to-collect-files STATIC_MANIFEST=true PYTHONPATH=/app:/app/site \
    .venv/bin/python manage.py collectstatic --noinput
# What only set-up needed (Node, uv) stays behind.
RUN .venv/bin/python -m pip uninstall --quiet --yes --requirement requirements-setup.lock

FROM python:3.11-slim
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONPATH=/app:/app/site \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/app/var \
    STATIC_MANIFEST=true
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin green
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY --from=build /app/var/static_build var/static_build
COPY --from=build /app/var/static var/static
COPY --from=build /app/var/fonts var/fonts
COPY --from=build /app/var/locale var/locale
COPY manage.py ./
COPY deploy/healthcheck.py deploy/healthcheck.py
COPY site site
COPY campaigns campaigns
COPY carbon_points carbon_points
COPY content content
COPY media media
RUN mkdir -p var/uploads var/evidence && chown -R green var
USER green
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "deploy/healthcheck.py"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "config.wsgi:application"]
