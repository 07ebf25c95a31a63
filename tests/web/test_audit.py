"""The audit of packages: a hole fails, no network does not."""

import importlib.util
import json
from pathlib import Path

from django.conf import settings

_spec = importlib.util.spec_from_file_location(
    "audit", Path(settings.BASE_DIR) / "tools" / "audit.py"
)
assert _spec is not None and _spec.loader is not None
audit = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(audit)


def test_no_answer_is_no_failure():
    for text in (None, "", "not json", "[]", "{}"):
        code, lines = audit.verdict(text)
        assert code == 0 and "left out" in lines[0]


def test_a_hole_is_a_failure_and_is_named():
    hole = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    packages = [
        {"name": "good", "version": "1"},
        {"name": "bad", "version": "1.5", "vulns": [hole]},
    ]
    code, lines = audit.verdict(json.dumps({"dependencies": packages}))
    assert (code, lines) == (1, ["bad 1.5: PYSEC-1, better in 2.0"])
    assert audit.verdict(json.dumps({"dependencies": packages[:1]}))[0] == 0
