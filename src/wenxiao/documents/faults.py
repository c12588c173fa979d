"""What may be told of a fault of this program: which it is and where it happened."""

from __future__ import annotations

import traceback
from pathlib import Path


def told(error: Exception) -> str:
    """Kind and place of an error, not what it says: its text may quote the document, and with it data of persons."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "wenxiao" in frame.filename]
    where = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + where
