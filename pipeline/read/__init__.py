"""Files in, answers out: `scan` looks, `parts` cuts, `read` reads; `guess` writes a first configuration."""

from pipeline.read.guess import Guess, guess
from pipeline.read.parts import RawPart, parts
from pipeline.read.reading import ReadPart, read
from pipeline.read.remarks import ScannedFile
from pipeline.read.scan import Scan, scan

__all__ = ["Guess", "RawPart", "ReadPart", "Scan", "ScannedFile", "guess", "parts", "read", "scan"]
