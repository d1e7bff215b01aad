"""Money words and signs of the world: the code each one stands for and how much of the main unit it is."""


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


CENT = 100
#: Words that mean one currency wherever they stand: code and how many of them make one main unit.
WORDS = {
    "원": ("KRW", 1), "원화": ("KRW", 1), "달러": ("USD", 1), "딸라": ("USD", 1), "불": ("USD", 1), "미불": ("USD", 1), "센트": ("USD", CENT),
    "엔": ("JPY", 1), "엔화": ("JPY", 1), "위안": ("CNY", 1), "위안화": ("CNY", 1), "인민폐": ("CNY", 1), "유로": ("EUR", 1), "유로화": ("EUR", 1),
    "유로센트": ("EUR", CENT), "파운드": ("GBP", 1), "파운드화": ("GBP", 1), "펜스": ("GBP", CENT), "페니": ("GBP", CENT), "프랑": ("CHF", 1),
    "루블": ("RUB", 1), "코페이카": ("RUB", CENT), "루피": ("INR", 1), "페소": ("MXN", 1), "바트": ("THB", 1), "링깃": ("MYR", 1),
    "루피아": ("IDR", 1), "리라": ("TRY", 1), "리알": ("IRR", 1), "리얄": ("SAR", 1), "헤알": ("BRL", 1), "레알": ("BRL", 1), "디르함": ("AED", 1),
    "디르함화": ("AED", 1), "디나르": ("KWD", 1), "크로나": ("SEK", 1), "크로네": ("NOK", 1), "코루나": ("CZK", 1), "랜드": ("ZAR", 1), "짯": ("MMK", 1),
    "레프": ("BGN", 1), "실링": ("KES", 1), "마르크": ("DEM", 1), "동화": ("VND", 1),
}  # fmt: skip
#: Words of one country, written with or without its name: word -> (country, code).
HOME = {
    "마나트": ("아제르바이잔", "AZN"), "레우": ("루마니아", "RON"), "텡게": ("카자흐스탄", "KZT"), "라리": ("조지아", "GEL"), "파타카": ("마카오", "MOP"),
    "렘피라": ("온두라스", "HNL"), "코르도바": ("니카라과", "NIO"), "쿠나": ("크로아티아", "HRK"), "과라니": ("파라과이", "PYG"), "케찰": ("과테말라", "GTQ"),
    "볼리바르": ("베네수엘라", "VES"), "흐리우냐": ("우크라이나", "UAH"), "흐리브냐": ("우크라이나", "UAH"), "흐리브나": ("우크라이나", "UAH"),
    "그리브나": ("우크라이나", "UAH"), "비르": ("에티오피아", "ETB"), "리엘": ("캄보디아", "KHR"), "드람": ("아르메니아", "AMD"),
    "데나르": ("마케도니아", "MKD"), "레크": ("알바니아", "ALL"), "콰차": ("잠비아", "ZMW"), "콴자": ("앙골라", "AOA"), "풀라": ("보츠와나", "BWP"),
    "눌트럼": ("부탄", "BTN"), "팡가": ("통가", "TOP"), "릴랑게니": ("스와질란드", "SZL"), "메티칼": ("모잠비크", "MZN"), "아리아리": ("마다가스카르", "MGA"),
    "루피야": ("몰디브", "MVR"), "세디": ("가나", "GHS"), "소모니": ("타지키스탄", "TJS"), "아프가니": ("아프가니스탄", "AFN"),
    "볼리비아노": ("볼리비아", "BOB"), "콜론": ("코스타리카", "CRC"), "구르드": ("아이티", "HTG"), "발보아": ("파나마", "PAB"), "달라시": ("감비아", "GMD"),
    "레온": ("시에라리온", "SLE"), "로티": ("레소토", "LSL"), "나크파": ("에리트레아", "ERN"), "탈라": ("사모아", "WST"), "바투": ("바누아투", "VUV"),
    "키나": ("파푸아뉴기니", "PGK"), "우기야": ("모리타니", "MRU"), "에스쿠도": ("포르투갈", "PTE"), "드라크마": ("그리스", "GRD"),
    "페세타": ("스페인", "ESP"), "휠던": ("네덜란드", "NLG"), "길더": ("네덜란드", "NLG"), "굴덴": ("네덜란드", "NLG"), "즐로티": ("폴란드", "PLN"),
    "즈워티": ("폴란드", "PLN"), "포린트": ("헝가리", "HUF"), "투그릭": ("몽골", "MNT"), "타카": ("방글라데시", "BDT"), "셰켈": ("이스라엘", "ILS"),
    "세켈": ("이스라엘", "ILS"), "나이라": ("나이지리아", "NGN"), "마르카": ("핀란드", "FIM"), "라트": ("라트비아", "LVL"), "리타스": ("리투아니아", "LTL"),
    "크룬": ("에스토니아", "EEK"), "톨라르": ("슬로베니아", "SIT"), "오스트랄": ("아르헨티나", "ARA"), "크루제이루": ("브라질", "BRR"),
    "수크레": ("에콰도르", "ECS"),
}  # fmt: skip
#: Words that several countries use, or that other words hide: base word -> country -> code.
SHARED = {
    "달러": {
        "미국": "USD", "미": "USD", "홍콩": "HKD", "캐나다": "CAD", "호주": "AUD", "오스트레일리아": "AUD", "싱가포르": "SGD", "싱가폴": "SGD",
        "대만": "TWD", "타이완": "TWD", "신대만": "TWD", "뉴질랜드": "NZD", "자메이카": "JMD", "바베이도스": "BBD", "바하마": "BSD", "벨리즈": "BZD",
        "버뮤다": "BMD", "브루나이": "BND", "케이맨": "KYD", "피지": "FJD", "가이아나": "GYD", "나미비아": "NAD", "라이베리아": "LRD",
        "수리남": "SRD", "트리니다드 토바고": "TTD", "트리니다드토바고": "TTD", "짐바브웨": "ZWL", "솔로몬제도": "SBD", "동카리브": "XCD",
    },
    "센트": {"미국": "USD", "홍콩": "HKD", "캐나다": "CAD", "호주": "AUD", "유로": "EUR", "싱가포르": "SGD"},
    "원": {"한국": "KRW", "대한민국": "KRW", "북한": "KPW", "조선": "KPW"},
    "엔": {"일본": "JPY"},
    "위안": {"중국": "CNY"},
    "파운드": {
        "영국": "GBP", "이집트": "EGP", "레바논": "LBP", "시리아": "SYP", "수단": "SDG", "키프로스": "CYP", "아일랜드": "IEP", "지브롤터": "GIP",
        "포클랜드": "FKP", "남수단": "SSP",
    },
    "프랑": {
        "스위스": "CHF", "프랑스": "FRF", "벨기에": "BEF", "룩셈부르크": "LUF", "르완다": "RWF", "부룬디": "BIF", "지부티": "DJF", "기니": "GNF",
        "콩고": "CDF", "서아프리카": "XOF", "중앙아프리카": "XAF",
    },
    "루피": {"인도": "INR", "파키스탄": "PKR", "네팔": "NPR", "스리랑카": "LKR", "모리셔스": "MUR", "세이셸": "SCR"},
    "페소": {
        "멕시코": "MXN", "필리핀": "PHP", "칠레": "CLP", "콜롬비아": "COP", "아르헨티나": "ARS", "쿠바": "CUP", "우루과이": "UYU", "도미니카": "DOP",
        "도미니카 공화국": "DOP",
    },
    "루블": {"러시아": "RUB", "벨라루스": "BYN"},
    "리알": {"이란": "IRR", "오만": "OMR", "예멘": "YER", "카타르": "QAR", "사우디": "SAR", "사우디아라비아": "SAR", "브라질": "BRL"},
    "리얄": {"사우디": "SAR", "사우디아라비아": "SAR", "카타르": "QAR"},
    "헤알": {"브라질": "BRL"},
    "레알": {"브라질": "BRL"},
    "디나르": {
        "쿠웨이트": "KWD", "요르단": "JOD", "이라크": "IQD", "바레인": "BHD", "리비아": "LYD", "튀니지": "TND", "알제리": "DZD", "세르비아": "RSD",
    },
    "디르함": {"아랍에미리트": "AED", "UAE": "AED", "모로코": "MAD"},
    "크로나": {"스웨덴": "SEK", "아이슬란드": "ISK"},
    "크로네": {"노르웨이": "NOK", "덴마크": "DKK"},
    "코루나": {"체코": "CZK", "슬로바키아": "SKK"},
    "리라": {"터키": "TRY", "튀르키예": "TRY", "이탈리아": "ITL"},
    "바트": {"태국": "THB"},
    "링깃": {"말레이시아": "MYR"},
    "루피아": {"인도네시아": "IDR"},
    "동": {"베트남": "VND"},
    "짯": {"미얀마": "MMK"},
    "킵": {"라오스": "LAK"},
    "솔": {"페루": "PEN"},
    "레이": {"루마니아": "RON", "몰도바": "MDL"},
    "레프": {"불가리아": "BGN"},
    "랜드": {"남아프리카": "ZAR", "남아공": "ZAR", "남아프리카공화국": "ZAR"},
    "실링": {"케냐": "KES", "오스트리아": "ATS", "탄자니아": "TZS", "우간다": "UGX", "소말리아": "SOS"},
    "마르크": {"독일": "DEM", "핀란드": "FIM"},
    "숨": {"우즈베키스탄": "UZS"},
    "솜": {"키르기스스탄": "KGS", "키르기스": "KGS", "우즈베키스탄": "UZS"},
    "레우": {"몰도바": "MDL"},
    "마나트": {"투르크메니스탄": "TMT"},
    "레온": {"시에라 리온": "SLE"},
    "콜론": {"엘살바도르": "SVC"},
    "에스쿠도": {"카보베르데": "CVE"},
    "콰차": {"말라위": "MWK"},
    "릴랑게니": {"에스와티니": "SZL"},
    "데나르": {"북마케도니아": "MKD"},
    "아프가니": {"아프간": "AFN"},
}  # fmt: skip
#: Coins by name; their codes are read as well.
COINS = {
    "비트코인캐시": "BCH", "비트코인 캐시": "BCH", "비트코인골드": "BTG", "비트코인": "BTC", "이더리움클래식": "ETC", "이더리움 클래식": "ETC",
    "이더리움": "ETH", "이더": "ETH", "리플": "XRP", "솔라나": "SOL", "테더": "USDT", "유에스디코인": "USDC", "도지코인": "DOGE", "라이트코인": "LTC",
    "모네로": "XMR", "트론": "TRX", "에이다": "ADA", "카르다노": "ADA", "폴카닷": "DOT", "아발란체": "AVAX", "클레이튼": "KLAY", "클레이": "KLAY",
    "위믹스": "WEMIX", "이오스": "EOS", "스텔라루멘": "XLM", "체인링크": "LINK", "폴리곤": "MATIC", "시바이누": "SHIB", "바이낸스코인": "BNB",
    "톤코인": "TON", "아비트럼": "ARB", "대시": "DASH", "제트캐시": "ZEC", "지캐시": "ZEC", "퀀텀": "QTUM", "아이콘": "ICX", "앱토스": "APT",
    "코스모스": "ATOM", "테조스": "XTZ", "네오": "NEO", "비체인": "VET", "넴": "XEM", "펀디엑스": "NPXS", "유니스왑": "UNI", "메이커": "MKR",
}  # fmt: skip
COIN_CODES = frozenset(
    {*COINS.values(), "NEM", "USDD", "BUSD", "DAI", "WBTC", "WETH", "PEPE", "SUI", "NEAR", "ICP", "FIL", "SAND", "AXS"}
)
#: Codes of coins that are more often another word.
_OTHER_WORDS = frozenset({"APT", "LINK", "DOT", "NEAR", "FIL", "SAND", "UNI", "ATOM"})
#: ISO codes that stand before or after a figure.
ISO = _words("""KRW USD EUR JPY CNY RMB GBP CHF HKD CAD AUD NZD SGD TWD THB VND IDR MYR PHP INR RUB BRL MXN TRY SAR AED QAR KWD ILS ZAR SEK NOK
    DKK PLN CZK HUF RON BGN UAH KZT MNT EGP NGN KES ARS CLP COP PEN PKR BDT LKR NPR MMK LAK KHR MOP""")
CODES = {code: code for code in ISO | (COIN_CODES - _OTHER_WORDS)} | {"RMB": "CNY", "NEM": "XEM"}
#: Signs before or after a figure, longest first where one begins another.
SIGNS = {
    "US$": "USD", "HK$": "HKD", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD", "NZ$": "NZD", "S$": "SGD", "NT$": "TWD", "R$": "BRL",
    "MX$": "MXN", "CN¥": "CNY", "₩": "KRW", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "元": "CNY", "円": "JPY", "₽": "RUB", "₹": "INR",
    "₫": "VND", "฿": "THB", "₱": "PHP", "₺": "TRY", "₪": "ILS", "₴": "UAH", "₿": "BTC", "₦": "NGN", "₮": "MNT", "zł": "PLN",
}  # fmt: skip
#: Western magnitudes after a sign or before a code: $4.5M, 3 billion USD.
MAGNITUDES = {
    "K": 10**3, "k": 10**3, "M": 10**6, "m": 10**6, "mn": 10**6, "MM": 10**6, "B": 10**9, "b": 10**9, "bn": 10**9, "T": 10**12,
    "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "Million": 10**6, "Billion": 10**9, "Trillion": 10**12,
}  # fmt: skip

#: Every written currency: word -> (code, how many make one main unit). 홍콩 달러 and 홍콩달러 are both here.
CURRENCIES: dict[str, tuple[str, int]] = dict(WORDS) | {name: (code, 1) for name, code in COINS.items()}
for _word, (_country, _code) in HOME.items():
    CURRENCIES |= {_word: (_code, 1), f"{_country} {_word}": (_code, 1), f"{_country}{_word}": (_code, 1)}
for _word, _countries in SHARED.items():
    for _country, _code in _countries.items():
        _parts = WORDS.get(_word, (_code, 1))[1]
        CURRENCIES |= {f"{_country} {_word}": (_code, _parts), f"{_country}{_word}": (_code, _parts)}
