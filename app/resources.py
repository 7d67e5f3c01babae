"""Where the templates and the static files are: in a checkout and once installed."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent

# The wheel carries both folders inside the package; a checkout has them beside it. The package
# comes first: beside an installed one are the folders of strangers.
_HOME = _PACKAGE if (_PACKAGE / "templates").is_dir() else _PACKAGE.parent

TEMPLATES: Path = _HOME / "templates"
STATIC: Path = _HOME / "static"
MESSAGES: Path = STATIC / "messages"
ICON: Path = STATIC / "icon.svg"
