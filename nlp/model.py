"""The network, whole: rows of ids in, a score per role and per mark at each candidate out. Imports torch and transformers, so only training does.

A ModernBERT encoder (rotary positions, gated feed-forward, no biases) trained from scratch on Korean morphemes. ``B`` rows of ``T`` ids, ``N``
candidates, ``H`` hidden, ``V`` pieces, ``R`` roles.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from transformers import ModernBertConfig, ModernBertModel

from nlp.linear import ROLE_NAMES
from nlp.network import KINDS, MARK_NAMES

#: What a role of another kind scores: low enough never to win, near enough to keep the loss finite.
BARRED = -30.0
SMALL = {"hidden_size": 256, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 384}


def make_config(pieces: int, **size: int) -> ModernBertConfig:
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


class Reader(nn.Module):
    """The encoder with its three heads: the hidden piece (pretraining), the role and the marks of a candidate."""

    def __init__(self, config: ModernBertConfig, dropout: float = 0.0) -> None:
        super().__init__()
        self.encoder = ModernBertModel(config)
        hidden = config.hidden_size
        self.piece = nn.Sequential(nn.Linear(hidden, hidden, bias=False), nn.GELU(), nn.LayerNorm(hidden, bias=False))
        self.piece_bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.mix = nn.Sequential(nn.Linear(2 * hidden, hidden), nn.GELU(), nn.Dropout(dropout))
        self.role = nn.Linear(hidden, len(ROLE_NAMES))
        self.mark = nn.Linear(hidden, len(MARK_NAMES))
        kinds = torch.tensor([[name.startswith(f"{kind}/") for name in ROLE_NAMES] for kind in KINDS])
        self.register_buffer("barred", torch.where(kinds, 0.0, BARRED), persistent=False)  # (kinds, R)
        self.dropout = nn.Dropout(dropout)

    def hidden(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Hidden states (B, T, H) of ids (B, T); ``mask`` (B, T) is 1 where a row has an id, None where all have."""
        attend = {"full_attention": None if mask is None else mask[:, None, None, :].bool()}  # (B, 1, 1, T)
        return self.encoder(ids, attention_mask=attend).last_hidden_state

    def piece_loss(self, ids: Tensor, targets: Tensor) -> Tensor:
        """Mean loss of the hidden pieces: ``targets`` (B, T) holds their ids and -100 elsewhere. Only they reach the large head."""
        hidden = self.hidden(ids, None)  # (B, T, H)
        asked = targets != -100  # (B, T)
        states = self.piece(hidden[asked])  # (M, H)
        scores = F.linear(states, self.encoder.get_input_embeddings().weight, self.piece_bias)  # (M, V)
        return F.cross_entropy(scores, targets[asked])

    def forward(self, ids: Tensor, mask: Tensor, row: Tensor, place: Tensor, kind: Tensor) -> tuple[Tensor, Tensor]:
        """Role scores (N, R) and mark scores (N, marks) of candidates.

        ``row``, ``place`` and ``kind`` (N,) say in which row a candidate stands, at which id, and of which of ``KINDS`` it is.
        """
        hidden = self.dropout(self.hidden(ids, mask))  # (B, T, H)
        here = hidden[row, place]  # (N, H)
        first = hidden[row, torch.zeros_like(place)]  # (N, H), what the row as a whole says
        state = self.mix(torch.cat([here, first], dim=-1))  # (N, H)
        return self.role(state) + self.barred[kind], self.mark(state)


def seed_embeddings(model: Reader, vectors: Tensor) -> None:
    """Start the embedding table (V, H) from ready vectors, scaled to the size the network expects."""
    with torch.no_grad():
        scaled = vectors / vectors.std().clamp_min(1e-6) * 0.04
        model.encoder.get_input_embeddings().weight.copy_(scaled)
        model.encoder.get_input_embeddings().weight[0].zero_()
