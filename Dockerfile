# The wheel is built in one stage; the other, which is the image, has neither Node.js nor the source.
FROM python:3.11-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --disable-pip-version-check --no-deps --wheel-dir /wheels .

FROM python:3.11-slim-bookworm
COPY requirements-dev.lock /tmp/requirements.lock
COPY --from=build /wheels /tmp/wheels
RUN pip install --no-cache-dir --disable-pip-version-check \
        --constraint /tmp/requirements.lock "$(echo /tmp/wheels/*.whl)[postgresql]" \
    && rm -r /tmp/requirements.lock /tmp/wheels \
    && useradd --no-create-home --uid 10001 rnn \
    && install --directory --owner=rnn --group=rnn /data
ENV RNN_EXPLAINER_HOST=0.0.0.0 \
    RNN_EXPLAINER_PORT=8000 \
    RNN_EXPLAINER_DATABASE=sqlite:////data/runs.sqlite3 \
    RNN_EXPLAINER_LOG_FORMAT=json \
    RNN_EXPLAINER_LOG_REQUESTS=true
USER 10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["rnn-explainer"]
