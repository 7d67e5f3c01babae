"""nginx as the README sets it up, in front of a server of ours."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_README = Path(__file__).parents[1] / "README.md"
_CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
{location}
  }}
}}
"""


def find_nginx() -> str | None:
    """The installed nginx. Debian keeps it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def location(server: str) -> str:
    """The README's lines, leading to this server."""
    (lines,) = re.findall(r"^```nginx\n(.*?)^```", _README.read_text("utf-8"), re.M | re.S)
    assert "http://127.0.0.1:8000/" in lines
    return str(lines).replace("http://127.0.0.1:8000/", f"{server}/")


@contextmanager
def nginx(folder: Path, location: str) -> Iterator[str]:
    """A running nginx with this location, and its address."""
    program = find_nginx()
    assert program is not None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    configuration = folder / "nginx.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, location=location), encoding="utf-8"
    )
    process = subprocess.Popen(
        [program, "-p", str(folder), "-c", str(configuration)], stderr=subprocess.PIPE, text=True
    )
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=60).close()
                break
            except ConnectionRefusedError:
                assert process.poll() is None, process.stderr and process.stderr.read()
                time.sleep(0.01)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate()
