"""A trained network in, the same network as an int8 ONNX file out."""

from pathlib import Path

import torch

from nlp.encoding import Vocabulary
from nlp.model import Reader, make_config


def export(trained: Path, vocabulary: Path, full: Path, target: Path) -> None:
    """Write the network at full precision to ``full`` and in eight bits per channel to ``target``."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = Reader(make_config(len(Vocabulary.load(vocabulary).pieces)))
    model.load_state_dict(torch.load(trained, map_location="cpu"))
    model.eval()
    ids = torch.randint(5, 100, (2, 24))
    mask = torch.ones_like(ids)
    mask[1, 20:] = 0
    row, place, kind = torch.tensor([0, 0, 1]), torch.tensor([3, 9, 5]), torch.tensor([0, 1, 2])
    torch.onnx.export(
        model,
        (ids, mask, row, place, kind),
        str(full),
        input_names=["ids", "mask", "row", "place", "kind"],
        output_names=["roles", "marks"],
        dynamic_axes={"ids": {0: "rows", 1: "tokens"}, "mask": {0: "rows", 1: "tokens"}}
        | {name: {0: "candidates"} for name in ("row", "place", "kind", "roles", "marks")},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(target), weight_type=QuantType.QInt8, per_channel=True)
