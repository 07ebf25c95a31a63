"""Ask whether a package that we pin has a known hole. A hole is a failure, no network is none.

python tools/audit.py            # makes an environment for pip-audit in var/audit, once
"""

import json
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "audit"
AUDITOR = "pip-audit==2.9.0"
LOCK = ROOT / "requirements-test.lock"
SECONDS = 180


def verdict(report: str | None) -> tuple[int, list[str]]:
    """(exit code, lines) for what pip-audit wrote; None when it could not ask."""
    try:
        packages = json.loads(report or "")["dependencies"]
    except (ValueError, KeyError, TypeError):
        return 0, ["The audit of the packages was left out: the list of holes cannot be reached."]
    holes = [
        f"{package['name']} {package['version']}: {hole['id']}, "
        f"better in {', '.join(hole.get('fix_versions', [])) or 'no version yet'}"
        for package in packages
        for hole in package.get("vulns", [])
    ]
    return (1, holes) if holes else (0, [f"{len(packages)} packages, no known hole."])


def report() -> str | None:
    """What pip-audit finds; None without network."""
    python = FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    answer = FOLDER / "answer.json"
    answer.unlink(missing_ok=True)
    try:
        if not python.exists():
            venv.create(FOLDER, with_pip=True)
        install = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--retries=1",
            AUDITOR,
        ]
        subprocess.run(install, timeout=SECONDS, check=True, capture_output=True)
        ask = [python, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", LOCK]
        ask += ["-f", "json", "-o", answer, "--progress-spinner", "off"]
        subprocess.run(ask, timeout=SECONDS, check=False, capture_output=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.read_text() if answer.exists() else None


if __name__ == "__main__":
    code, lines = verdict(report())
    print("\n".join(lines))
    sys.exit(code)
