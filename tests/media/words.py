"""Two hundred titles and names, made up as people and machines would write them: the same each time."""

from random import Random

RARE = "𠮷㛃䶮㙍堃喆镕淝耒𣲘𫖯鿍𪚥龘麤\ue000"
LATIN = [
    "Workshop",
    "CO2e",
    "NASA",
    "Müller",
    "Kovač",
    "Łódź",
    "x" * 46,
    "https://example.org/a/very/long/path?x=1",
]
OTHERS = ["ئۈرۈمچى", "กรุงเทพ", "한국어", "Київ", "東京のまち", "བོད"]
ODD = ["🌱", "👨‍👩‍👧‍👦", "🏳️‍🌈", "\n", "\t", "\u202e", "\u200f", "\u0301", "\u3000", "①", "℃", "½"]
MARKS = list("，。：！？（）《》“”·—～、%&@")
PLAIN = "低碳生活绿色出行垃圾分类节水节电旧物换新骑行植树社区学校家庭河岸净滩志愿服务讲堂活动日耒水"
NAMES = [
    "李小华", "欧阳", "尼格买提·热合曼",
    "阿不都热依木·买买提明·吐尔逊江·古丽娜尔·艾合买提江·巴哈尔古丽·阿依夏木·卡德尔",
    "Anna-Maria Kovač", "邻居138****0001", "绿", "🌱🌱🌱", "W" * 60, "龘" * 60,
]  # fmt: skip


def texts(seed: int, longest: int, count: int = 200) -> list[str]:
    """That many texts of 1 to `longest` characters."""
    random = Random(seed)
    return [_text(random, random.choice((6, 14, 30, longest)))[:longest] for _ in range(count)]


def _text(random: Random, length: int) -> str:
    said = ""
    while len(said) < length:
        said += random.choices(
            [
                "".join(random.choices(PLAIN, k=random.randint(1, 8))),
                random.choice(RARE),
                random.choice(LATIN),
                random.choice(OTHERS),
                random.choice(ODD),
                random.choice(MARKS),
                str(random.randint(0, 10**9)),
                random.choice(NAMES),
            ],
            [12, 2, 2, 1, 2, 4, 1, 1],
        )[0]
    return said
