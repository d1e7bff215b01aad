"""A trained network in, the same network as an int8 ONNX file out."""

from pathlib import Path

import torch

from nlp.encoding import Vocabulary
from nlp.model import OneRow, foreign_reader, new_reader


def export(trained: Path, vocabulary: Path, full: Path, target: Path, foreign: Path | None = None) -> None:
    """Write the network at full precision to ``full`` and in eight bits per channel to ``target``; ``foreign`` is the folder of an encoder not ours."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = foreign_reader(foreign) if foreign else new_reader(len(Vocabulary.load(vocabulary).pieces))
    model.load_state_dict(torch.load(trained, map_location="cpu"))
    model.eval()
    ids, place, kind = torch.randint(5, 100, (1, 24)), torch.tensor([3, 9, 15]), torch.tensor([0, 1, 2])
    torch.onnx.export(
        OneRow(model).eval(),
        (ids, place, kind),
        str(full),
        input_names=["ids", "place", "kind"],
        output_names=["roles", "marks", "names", "pages"],
        dynamic_axes={name: {1: "tokens"} for name in ("ids", "names")}
        | {name: {0: "candidates"} for name in ("place", "kind", "roles", "marks")},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(target), weight_type=QuantType.QInt8, per_channel=True)
