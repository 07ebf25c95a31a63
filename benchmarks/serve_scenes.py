"""The site with the scenes of `benchmarks/scenes` beside the library's: what a benchmark needs and nobody else.

python benchmarks/serve_scenes.py serve --no-open --port 8000
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCENES = Path(__file__).parent / "scenes"


def main() -> None:
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)
    from broker_core.scenario import loader

    own = {path.stem: path for path in SCENES.glob("*.toml")}
    theirs = loader.library

    import broker_core.scenario

    broker_core.scenario.library = lambda: {**theirs(), **own}
    import manage

    manage.main()


if __name__ == "__main__":
    main()
