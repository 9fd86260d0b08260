"""The two networks of PP-OCR as rapidocr ships them: where lines stand, what a line says.

They run in OpenVINO where it is installed (2–3 times faster on a CPU, measured), else in
ONNX Runtime. Lines are recognised one by one, one thread each: batches cost more per line,
because they fall out of the processor's cache and are padded to the widest line.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pipeline.errors import InputError

# A character less sure than this has others beside it, whose chance is at least so much.
UNSURE, CHANCE, OTHERS = 0.95, 0.002, 12
# The recogniser was trained on lines of this height.
HEIGHT = 48
# Lines are set narrower by this much: no more errors (measured down to 0.7), a fifth less work.
SQUEEZE = 0.8
STEP = 16
DETECTOR = "*_det_small.onnx"
RECOGNISER = "*_rec_small.onnx"

Network = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Sign:
    """One recognised character: where its middle stands along the line (0–1), how sure it is.

    others: what else it may be, each with its chance, where the network is not sure.
    """

    text: str
    at: float
    confidence: float
    others: tuple[tuple[str, float], ...] = ()


def workers() -> int:
    """Processors this process may use, at most four."""
    try:
        return max(1, min(4, len(os.sched_getaffinity(0))))
    except AttributeError:
        return max(1, min(4, os.cpu_count() or 1))


def _models() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise InputError("I024", "rapidocr is not installed")
    return Path(spec.origin).parent / "models"


def _path(pattern: str) -> Path:
    found = sorted(_models().glob(pattern))
    if not found:
        raise InputError("I024", f"no model {pattern} in the rapidocr wheel")
    return found[-1]


def _openvino(path: Path, streams: int) -> Network | None:
    if find_spec("openvino") is None:
        return None
    # Its package for telemetry, where it finds one, tells the maker's server of each start.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    openvino = import_module("openvino")
    model = openvino.Core().compile_model(
        str(path),
        "CPU",
        {
            "INFERENCE_NUM_THREADS": workers(),
            "NUM_STREAMS": streams,
            # The same numbers on every processor.
            "INFERENCE_PRECISION_HINT": "f32",
        },
    )
    if streams == 1:
        request = model.create_infer_request()
        return lambda image: request.infer({0: image})[0]
    import threading

    local = threading.local()

    def run(image: Any) -> Any:
        if not hasattr(local, "request"):
            local.request = model.create_infer_request()
        return local.request.infer({0: image})[0]

    return run


def _onnx(path: Path, threads: int) -> Network:
    try:
        runtime = import_module("onnxruntime")
    except ImportError as error:
        raise InputError("I024", "onnxruntime is not installed") from error
    options = runtime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    name = session.get_inputs()[0].name
    return lambda image: session.run(None, {name: image})[0]


@cache
def _detector() -> Network:
    path = _path(DETECTOR)
    return _openvino(path, 1) or _onnx(path, workers())


@cache
def _recogniser() -> tuple[Network, tuple[str, ...]]:
    path = _path(RECOGNISER)
    network = _openvino(path, workers()) or _onnx(path, 1)
    return network, _alphabet(path)


def _alphabet(path: Path) -> tuple[str, ...]:
    """The characters of the recogniser's classes, which its file carries as metadata."""
    try:
        runtime = import_module("onnxruntime")
    except ImportError as error:
        raise InputError("I024", "onnxruntime is not installed") from error
    options = runtime.SessionOptions()
    options.log_severity_level = 4
    options.graph_optimization_level = runtime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = runtime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    listed = session.get_modelmeta().custom_metadata_map["character"].split("\n")
    return ("", *(line.strip("\r") for line in listed), " ")


def likelihood(image: Any) -> Any:
    """How likely each pixel belongs to a line. image: grey, height and width multiples of 32."""
    import numpy

    scaled = image.astype(numpy.float32) / 127.5 - 1
    batch = numpy.repeat(scaled[None, None], 3, axis=1)
    return _detector()(numpy.ascontiguousarray(batch))[0, 0]


def read(crops: Sequence[Any]) -> list[list[Sign]]:
    """What each line says. crops: grey images of one horizontal line each."""
    network, alphabet = _recogniser()

    def one(crop: Any) -> list[Sign]:
        return _decode(network(_prepared(crop))[0], alphabet)

    if len(crops) < 2:
        return [one(crop) for crop in crops]
    with ThreadPoolExecutor(workers()) as pool:
        return list(pool.map(one, crops))


def _widths(width: int, height: int) -> tuple[int, int]:
    """How wide a crop is read, and how wide with padding.

    Widths go in steps, so that the runtimes plan few shapes; at least one window of the network.
    """
    wide = max(2 * STEP, round(SQUEEZE * width * HEIGHT / max(1, height)))
    return wide, -(-wide // STEP) * STEP


def padding(width: int, height: int) -> float:
    """By how much the padding makes a crop wider, as a factor."""
    wide, padded = _widths(width, height)
    return padded / wide


def _prepared(crop: Any) -> Any:
    import cv2
    import numpy

    height, width = crop.shape
    wide, padded = _widths(width, height)
    smaller = height > HEIGHT
    line = cv2.resize(
        crop, (wide, HEIGHT), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    )
    ground = numpy.full((HEIGHT, padded), int(numpy.percentile(line, 90)), dtype=numpy.uint8)
    ground[:, :wide] = line
    scaled = ground.astype(numpy.float32) / 127.5 - 1
    return numpy.ascontiguousarray(numpy.repeat(scaled[None, None], 3, axis=1))


def _decode(steps: Any, alphabet: Sequence[str]) -> list[Sign]:
    """Best path: repeated classes collapse, class 0 is no character."""
    best = steps.argmax(axis=1)
    count = len(best)
    signs: list[Sign] = []
    start = 0
    while start < count:
        label = int(best[start])
        end = start + 1
        while end < count and best[end] == label:
            end += 1
        if label:
            top = start + int(steps[start:end, label].argmax())
            peak = float(steps[top, label])
            others = _others(steps[top], label, alphabet) if peak < UNSURE else ()
            signs.append(Sign(alphabet[label], (start + end) / 2 / count, peak, others))
        start = end
    return signs


def _others(chances: Any, label: int, alphabet: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The likeliest characters beside the chosen one at a step of the network."""
    import numpy

    count = min(OTHERS, len(chances))
    best = numpy.argpartition(chances, -count)[-count:]
    ranked = sorted(
        ((float(chances[i]), int(i)) for i in best if i not in (0, label)), reverse=True
    )
    return tuple((alphabet[i], chance) for chance, i in ranked if chance >= CHANCE)


def installed() -> bool:
    """Whether recognition can run."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "numpy"))
