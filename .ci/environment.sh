# Shared by ./run and ./test: a virtual environment that holds what a lock file names.

# Print the first Python that is new enough and can make virtual environments.
find_python() {
    for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Eventarium needs Python 3.11 or newer with venv (Debian: apt install python3 python3-venv)." >&2
    return 1
}

# ensure_environment LOCK: install LOCK unless just this one is installed already.
# The test lock contains the run-time lock, so its stamp counts for both.
ensure_environment() {
    if [ ! -x .venv/bin/python ]; then
        python=$(find_python) || exit 1
        "$python" -m venv .venv
    fi
    sum=$(cksum "$1")
    if ! grep -qsxF "$sum" .venv/installed; then
        echo "Installing what $1 names ..."
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
        cksum requirements.lock "$1" >.venv/installed
    fi
}
