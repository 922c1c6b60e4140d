"""The reading child: a process of its own, bounded in memory and time, which writes frames and tells about them.

Called as ``python -m ipservice.intake.reading.child KIND FILE FOLDER LIMITS``. It prints one JSON line a part; a
frame stands in the folder as an Arrow file that the line names. A refusal is a line too, and so is the end, without
which the parent believes nothing. It knows no database and no settings.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from ipservice.intake.reading import delimited, workbook
from ipservice.intake.reading.limits import Limits
from ipservice.intake.reading.refusals import UnreadableFile


def main(kind: str, path: str, folder: str, limits_text: str) -> None:
    limits = Limits(**json.loads(limits_text))
    resource.setrlimit(resource.RLIMIT_AS, (limits.address_space, limits.address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = delimited.parts(path, limits) if kind == "text" else workbook.parts(path, limits, is_xlsx=kind == "xlsx")
    try:
        for number, (facts, frame) in enumerate(found):
            if frame is not None:
                target = Path(folder) / f"{number}.arrow"
                frame.write_ipc(target, compression="uncompressed")
                facts["frame"] = str(target)
            _tell(facts)
    except UnreadableFile as refusal:
        _tell({"refusal": refusal.code, "params": refusal.params})
    _tell({"end": True})


def _tell(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts, ensure_ascii=True) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
