"""The secret key that signs cookies and owner tokens, made once and kept out of the tree."""

import os
import secrets
from pathlib import Path


def secret_key(path: Path) -> str:
    """Read the key at `path`; make it first, readable by its owner only, where there is none.

    Two processes that start together end with the same key: only one can create the file.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    key = path.read_text().strip()
    if len(key) < 50:
        raise RuntimeError(
            f"{path} does not hold a secret key. Delete it, and the next start makes a new one."
        )
    return key
