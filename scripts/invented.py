"""Names that nobody bears: a random source in, the name of an organisation, an authority or an attacker out."""

import random
from collections.abc import Callable

FIRST = """
    가람 솔빛 누리 한결 다온 미르 새봄 바로 온누 예솔 단비 라온 아라 해담 늘찬 도담 보람찬 윤슬 푸르메 하람 초록별 은하
    달구벌 금오 청솔 백두산 서강나루 동백 남촌 북악 한터 모아 두레 이음 나래 샛별 마루 벼리 소담 채움 고운 한빛샘 세온 유담
    진솔 태람 노바 넥스온 제니텍 오르빗 베리온 카론 루멘 알파온 큐비트 스텔로 에코웰 하이브릿 메디온 파인웍스 트루넷 셀바
    인피닉 코어웨이 비온 플로아 웨이브온 그린포트 블루닷 오픈벨
""".split()  # noqa: SIM905
LAST = """
    통신 텔레콤 모바일 카드 은행 저축은행 캐피탈 생명 손해보험 증권 페이 마켓 몰 쇼핑 홈쇼핑 리테일 백화점 푸드 외식 치킨
    커피 호텔 투어 여행 항공 렌터카 택시 모빌리티 물류 택배 배달 병원 의료원 제약 바이오 헬스 대학교 교육 학원 에듀 출판
    서점 게임즈 엔터 미디어 방송 신문 포털 테크 소프트 시스템즈 클라우드 데이터 보안 네트웍스 전자 반도체 중공업 조선 건설
    에너지 화학 자동차 거래소 코인 월렛 재단 협회 공사 공단 구청 시청 상조 결혼정보 부동산 중고나라 장터 옥션
""".split()  # noqa: SIM905
LATIN = ["NX", "VO", "KJ", "DW", "SN", "HB", "GR", "MT", "BL", "TQ", "EZ", "OV"]
#: Public bodies are real: an article names them as they are.
AUTHORITIES = """
    개인정보보호위원회 개인정보위 한국인터넷진흥원(KISA) 한국인터넷진흥원 과학기술정보통신부 과기정통부 경찰청 서울경찰청
    경기남부경찰청 부산경찰청 금융감독원 금감원 금융위원회 방송통신위원회 방통위 국가정보원 국정원 검찰 서울중앙지검 서울중앙지법
    경찰 민관합동조사단 금융보안원 공정거래위원회 교육부 보건복지부 관세청
""".split()  # noqa: SIM905
ACTORS = """
    블랙혼 나이트크로 락스톰 제로팽 레드아울 고스트링크 섀도펜 크립토자칼 실버바이트 다크팔콘 Hexwolf N0va
    Grimlock 스콜피오팀 아이언마스크 화이트래빗
""".split()  # noqa: SIM905


def make_organisation(rng: random.Random) -> str:
    """An organisation that does not exist."""
    draw = rng.random()
    if draw < 0.08:
        return rng.choice(LATIN) + rng.choice(LAST)
    if draw < 0.18:
        return rng.choice(FIRST)
    if draw < 0.28:
        return rng.choice(FIRST) + rng.choice(FIRST)
    return rng.choice(FIRST) + rng.choice(LAST)


NAME_MAKERS: dict[str, Callable[[random.Random], str]] = {
    "ORG": make_organisation,
    "OTHER": make_organisation,
    "AUTH": lambda rng: rng.choice(AUTHORITIES),
    "ACTOR": lambda rng: rng.choice(ACTORS),
}
