"""The vocabulary of extraction: kinds, roles, incident types and the records that carry them. Standard library only.

Spans are half-open ``[start, end)`` in Python ``str`` indices, and ``text[start:end] == surface`` always holds.
"""

from dataclasses import dataclass, field

COUNT_ROLES = {
    "victims": "피해자·유출 대상자(명)",
    "leaked_records": "유출된 기록·계정·문서(건)",
    "devices": "피해·감염·복구된 서버·단말(대)",
    "transactions": "부정 결제·인출·이체(건)",
    "other_count": "사고 수치가 아닌 수",
}
MONEY_ROLES = {
    "damage": "피해액",
    "fine": "과징금·과태료·벌금",
    "compensation": "보상·배상액",
    "ransom": "요구·지급한 몸값",
    "stolen_crypto": "탈취된 가상자산",
    "budget_investment": "보안 예산·투자",
    "revenue_other": "매출·이익·거래액",
    "other": "사고 금액이 아닌 돈",
}
DATE_ROLES = {
    "occurred": "발생일(공격·유출 첫날)",
    "period_end": "종료일(차단한 날)",
    "detected": "인지일",
    "disclosed": "공개·발표일",
    "sanction": "처분 의결일",
    "recovered": "복구일",
    "publication": "게시물 자체의 날짜",
    "other": "그 밖의 날짜",
}
ROLES = {"count": COUNT_ROLES, "money": MONEY_ROLES, "date": DATE_ROLES}
#: Roles that become facts of an incident; the others are context.
FACT_ROLES = {
    "count": frozenset(COUNT_ROLES) - {"other_count"},
    "money": frozenset(MONEY_ROLES) - {"budget_investment", "revenue_other", "other"},
    "date": frozenset(DATE_ROLES) - {"publication", "other"},
}
CONTEXT_ROLE = {"count": "other_count", "money": "other", "date": "other"}
INCIDENT_TYPES = {
    "ransomware": "랜섬웨어",
    "data_leak": "정보 유출",
    "account_takeover": "계정 탈취",
    "payment_fraud": "부정 결제·이체",
    "crypto_theft": "가상자산 탈취",
    "phishing_smishing": "피싱·스미싱",
    "ddos": "디도스",
    "malware_apt": "악성코드·APT",
    "insider": "내부자",
    "system_intrusion": "시스템 침입",
    "other": "기타",
}
ORGANISATION_ROLES = {"victim_org": "피해 조직", "authority": "당국", "attacker": "공격자", "other": "그 밖의 조직"}


def is_fact(kind: str, role: str) -> bool:
    """Whether a mention of this kind and role is a fact of an incident rather than context."""
    return role in FACT_ROLES[kind]


@dataclass(frozen=True, slots=True)
class Organisation:
    """One mention of an organisation."""

    name: str  # canonical name where known, else the surface
    surface: str
    role: str  # a key of ORGANISATION_ROLES
    start: int
    end: int
    confidence: float
    zone: str = "body"  # "body" or "title": the text the span counts in


@dataclass(frozen=True, slots=True)
class Mention:
    """One number, amount or date with its role, exact value, proof and confidence."""

    kind: str  # "count", "money", "date"
    role: str  # a key of ROLES[kind]
    surface: str
    start: int
    end: int
    value: int | float | str | None  # a number, or an ISO date of the stated grain; None where only bounds are known
    lower: int | float | str | None = None
    upper: int | float | str | None = None
    unit: str | None = None  # counter as written: 명, 건, 대 ...
    currency: str | None = None  # ISO 4217 or coin code
    approx: bool = False
    grain: str | None = None  # "year", "month", "day", "hour" ... for dates
    incident: int = 1
    superseded: bool = False
    negated_or_denied: bool = False
    hypothetical: bool = False
    per_unit: bool = False
    background_incident: bool = False
    in_table: bool = False
    confidence: float = 0.0
    needs_review: bool = True
    role_set: tuple[str, ...] = ()  # the roles that cannot be ruled out, the given one first
    sentence: tuple[int, int] = (0, 0)
    zone: str = "body"


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one document says, as ``sago extract`` writes it and the warehouse keeps it."""

    relevant: bool
    relevance: float
    incident_type: str | None
    type_confidence: float
    organisations: list[Organisation] = field(default_factory=list)
    facts: list[Mention] = field(default_factory=list)
    model: str = ""
