"""What language is each answer in, how sure are we, and does it mean anything?

`detect` is the stage; `detect_texts` does the same for plain texts. A text is weighed by a detector
(`protocol.py`; ours is `linear.py`), the weights meet what is known besides (`expectations.py`), and
`decide.py` says which language it is, or that there is too little to tell.
"""

from pipeline.detect.builtin import BUILTIN
from pipeline.detect.decide import Detection
from pipeline.detect.protocol import Beliefs, Detector
from pipeline.detect.stage import detect, detect_texts

__all__ = ["BUILTIN", "Beliefs", "Detection", "Detector", "detect", "detect_texts"]
