"""The network, whole: rows of ids in; scores of roles and marks at each candidate, of names at each id and of the page out.

Imports torch and transformers, so only training does.

A ModernBERT encoder (rotary positions, gated feed-forward, no biases) trained from scratch on Korean morphemes. ``B`` rows of ``T`` ids, ``N``
candidates, ``H`` hidden, ``V`` pieces, ``R`` roles, ``C`` name classes, ``P`` page classes.
"""

from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import AutoModel, ModernBertConfig, ModernBertModel, PreTrainedModel

from nlp.linear import ROLE_NAMES
from nlp.network import KINDS, MARK_NAMES, NAME_CLASSES, PAGE_CLASSES

#: What a role of another kind scores: low enough never to win, near enough to keep the loss finite.
BARRED = -30.0
SMALL = {"hidden_size": 256, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 384}


def make_config(pieces: int, **size: float) -> ModernBertConfig:
    """The encoder's configuration for a vocabulary of so many pieces; ``size`` overrides parts of ``SMALL``."""
    shape = {**SMALL, **size}
    rotary = {"rope_type": "default", "rope_theta": 10_000.0}
    return ModernBertConfig(
        vocab_size=pieces,
        max_position_embeddings=512,
        pad_token_id=0,
        cls_token_id=1,
        bos_token_id=1,
        sep_token_id=2,
        eos_token_id=2,
        layer_types=["full_attention"] * shape["num_hidden_layers"],
        rope_parameters={"full_attention": rotary, "sliding_attention": rotary},
        **shape,
    )


def new_reader(pieces: int, dropout: float = 0.0, **size: int) -> "Reader":
    """A network around an encoder of ours that knows nothing yet, for a vocabulary of so many pieces."""
    shares = {"embedding_dropout": dropout, "mlp_dropout": dropout, "attention_dropout": dropout}
    return Reader(ModernBertModel(make_config(pieces, **shares, **size)), dropout)


def foreign_reader(folder: Path, dropout: float = 0.0) -> "Reader":
    """A network around an encoder that is not ours, in full precision: a folder with its config.json, weights and tokenizer.json."""
    return Reader(AutoModel.from_pretrained(folder, local_files_only=True).float(), dropout)


class Reader(nn.Module):
    """The encoder with its heads: the hidden piece (pretraining), role and marks of a candidate, the name a word is part of, the page as a whole."""

    def __init__(self, encoder: PreTrainedModel, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = encoder
        shapes = getattr(encoder.config, "layer_types", None) or ()
        self.looks_everywhere = isinstance(encoder, ModernBertModel) and set(shapes) == {"full_attention"}
        hidden = encoder.config.hidden_size
        self.piece = nn.Sequential(nn.Linear(hidden, hidden, bias=False), nn.GELU(), nn.LayerNorm(hidden, bias=False))
        self.piece_bias = nn.Parameter(torch.zeros(encoder.config.vocab_size))
        self.mix = nn.Sequential(nn.Linear(2 * hidden, hidden), nn.GELU(), nn.Dropout(dropout))
        self.role = nn.Linear(hidden, len(ROLE_NAMES))
        self.mark = nn.Linear(hidden, len(MARK_NAMES))
        self.name = nn.Linear(hidden, len(NAME_CLASSES))
        self.page = nn.Linear(hidden, len(PAGE_CLASSES))
        kinds = torch.tensor([[name.startswith(f"{kind}/") for name in ROLE_NAMES] for kind in KINDS])
        self.register_buffer("barred", torch.where(kinds, 0.0, BARRED), persistent=False)  # (kinds, R)
        self.dropout = nn.Dropout(dropout)

    def hidden(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states (B, T, H) of ids (B, T); ``mask`` (B, T) is 1 where a row has an id, None where all have."""
        if not self.looks_everywhere:
            return self.encoder(ids, attention_mask=torch.ones_like(ids) if mask is None else mask).last_hidden_state
        attend = {"full_attention": None if mask is None else mask[:, None, None, :].bool()}  # (B, 1, 1, T)
        return self.encoder(ids, attention_mask=attend).last_hidden_state

    def piece_loss(self, ids: Tensor, targets: Tensor) -> Tensor:
        """Mean loss of the hidden pieces: ``targets`` (B, T) holds their ids and -100 elsewhere. Only they reach the large head."""
        hidden = self.hidden(ids, None)  # (B, T, H)
        asked = targets != -100  # (B, T)
        states = self.piece(hidden[asked])  # (M, H)
        scores = F.linear(states, self.encoder.get_input_embeddings().weight, self.piece_bias)  # (M, V)
        return F.cross_entropy(scores, targets[asked])

    def forward(
        self, ids: Tensor, mask: Tensor | None, row: Tensor, place: Tensor, kind: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Role scores (N, R) and mark scores (N, marks) of candidates, name scores (B, T, C) of ids, page scores (B, P) of rows.

        ``row``, ``place`` and ``kind`` (N,) say in which row a candidate stands, at which id, and of which of ``KINDS`` it is.
        """
        hidden = self.dropout(self.hidden(ids, mask))  # (B, T, H)
        here = hidden[row, place]  # (N, H)
        first = hidden[row, torch.zeros_like(place)]  # (N, H), what the row as a whole says
        state = self.mix(torch.cat([here, first], dim=-1))  # (N, H)
        return self.role(state) + self.barred[kind], self.mark(state), self.name(hidden), self.page(hidden[:, 0])


class OneRow(nn.Module):
    """The network as it is served: one row (1, T) at a time, nothing of it hidden."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, ids: Tensor, place: Tensor, kind: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """What ``Reader`` says of the row's candidates, ids and page."""
        return self.reader(ids, None, torch.zeros_like(place), place, kind)


def seed_embeddings(model: Reader, vectors: Tensor) -> None:
    """Start the embedding table (V, H) from ready vectors, scaled to the size the network expects."""
    with torch.no_grad():
        scaled = vectors / vectors.std().clamp_min(1e-6) * 0.04
        model.encoder.get_input_embeddings().weight.copy_(scaled)
        model.encoder.get_input_embeddings().weight[0].zero_()
