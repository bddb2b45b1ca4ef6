"""`make docs`: everything in the repository that is written by a program, written anew.

Effects  docs/, pwa/src/wire/types.gen.ts, pwa/src/engine/lifecycle.gen.ts, tests/vectors/.
"""

import asyncio
import runpy

from api import pages
from api.bootstrap import ROOT
from dispatch import lifecycle_doc

VECTORS = tuple(f"tests.support.vectors_{topic}" for topic in ("dispatch", "sync", "sealing", "absence"))


def main() -> None:
    asyncio.run(pages.write())
    (ROOT / "docs" / "lifecycle.md").write_text(lifecycle_doc.markdown())
    for module in ("api.typescript", *VECTORS):
        runpy.run_module(module, run_name="__main__")


if __name__ == "__main__":
    main()
