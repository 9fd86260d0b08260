"""Makes newspaper pages of known truth: HTML set by Chromium, printed as PDF, rendered and worn.

    python benchmarks/newspaper.py OUT [--first 0] [--count 8]

Each seed gives one page: `NAME.pdf`, `NAME.json` (articles, paragraphs in order). The texts are
the project's own sample pages and sentences put together from word lists. Needs the command
`chromium` and some CJK fonts (Debian: `apt-get install chromium fonts-noto-cjk`).
"""

# ruff: noqa: E501 - markup and sentences are easier to read unbroken
from __future__ import annotations

import argparse
import base64
import csv
import html
import io
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

PLACES = [
    "昆明",
    "泉州",
    "石家庄",
    "银川",
    "襄阳",
    "绵阳",
    "芜湖",
    "惠州",
    "潍坊",
    "乌鲁木齐",
    "贵阳",
    "大连",
    "呼和浩特",
]
ZONES = ["高新区", "经开区", "保税港区", "科学城", "新区", "自贸片区"]
ACTORS = ["园区管委会", "市统计局", "海关", "税务部门", "商务局", "发展改革委", "当地银行"]
AMOUNTS = [
    "地区生产总值",
    "规模以上工业总产值",
    "进出口总额",
    "社会消费品零售额",
    "固定资产投资",
    "技术合同成交额",
    "新增贷款余额",
    "软件业务收入",
    "跨境电商交易额",
    "一般公共预算收入",
    "研发经费",
    "营业收入",
]
COUNTS = [
    "高新技术企业|家",
    "专精特新企业|家",
    "发明专利|件",
    "外资项目|个",
    "新签约项目|个",
    "研发中心|家",
    "孵化器|家",
    "博士后工作站|个",
    "港口航线|条",
    "新登记经营主体|万户",
    "技能人才|万人次",
    "充电桩|台",
]
VERBS = ["达到", "增至", "为", "突破", "升至", "约为"]
OPENERS = [
    "今年以来，",
    "据介绍，",
    "与此同时，",
    "值得一提的是，",
    "数据显示，",
    "从结构看，",
    "截至目前，",
] + [""] * 8
TAILS = [
    "这得益于链条的完善，也离不开一批老师傅的坚守",
    "企业负责人说，订单已经排到明年春天",
    "业内人士认为，这样的势头还会延续一段时间",
    "相关部门表示，下一步要把服务做得更细",
    "沿江的厂房里，机器昼夜不停",
    "不少创业者选择留在这里，把家也安在这里",
    "记者在现场看到，生产线上只有几名工程师来回巡检",
    "这条路走得并不轻松，却越走越宽",
]
NAMES = [
    "陆闻舟",
    "邵知远",
    "苏砚池",
    "顾清和",
    "沈怀瑾",
    "白渡",
    "尤景行",
    "骆南枝",
    "温若初",
    "石敬山",
]
HEADS = [
    "{place}{zone}：{thing}再上台阶",
    "{place}外贸首季增长{pct}%",
    "{thing}{n}亿元，{place}交出成绩单",
    "一条产业链的攀登",
    "{place}为企业办实事清单落地",
    "新码头，新航线，新机会",
    "从图纸到产线，他们走了{k}年",
    "{place}{zone}新签{k}个项目",
    "老厂房里的新算盘",
]


@dataclass
class Piece:
    """One article as set: every string is printed, in this order."""

    headline: str
    paragraphs: list[str]
    kicker: str = ""
    subhead: str = ""
    byline: str = ""
    captions: list[str] = field(default_factory=list)


def number(rng: random.Random) -> str:
    style = rng.random()
    if style < 0.55:
        return f"{rng.uniform(0.1, 999):.{rng.choice([1, 2])}f}"
    if style < 0.65:
        return f"{rng.randint(1, 9)},{rng.randint(0, 999):03d}.{rng.randint(0, 9)}"
    return str(rng.randint(1, 9999))


def sentence(rng: random.Random) -> str:
    amount, other = rng.sample(AMOUNTS, 2)
    thing, unit = rng.choice(COUNTS).split("|")
    place, zone = rng.choice(PLACES), rng.choice(ZONES)
    verb = rng.choice(VERBS)
    year = rng.randint(2011, 2025)
    form = rng.randrange(9)
    rise = rng.choice(["增长", "下降", "提高"])
    pct = f"{rng.uniform(0.1, 60):.1f}%"
    money = f"{number(rng)}{rng.choice(['亿元', '万元', '亿美元', '万亿元', '亿港元'])}"
    opener = rng.choice(OPENERS)
    if form == 0:
        body = f"{year}年，{place}{zone}{amount}{verb}{money}，同比{rise}{pct}"
    elif form == 1:
        body = (
            f"{thing}{verb}{rng.randint(12, 9800)}{unit}，比上年末多出{rng.randint(2, 300)}{unit}"
        )
    elif form == 2:
        body = (
            f"{rng.randint(1, 12)}月{rng.randint(1, 28)}日，{rng.choice(ACTORS)}公布的{amount}"
            f"为{money}，占全省的{pct}"
        )
    elif form == 3:
        body = f"{amount}和{other}分别{rise}{pct}和{rng.uniform(0.1, 30):.2f}%，居全市第{rng.randint(1, 20)}位"
    elif form == 4:
        body = f"其中，{thing}{rng.randint(3, 600)}{unit}，数量是{year}年的{rng.uniform(1.1, 20):.1f}倍"
    elif form == 5:
        body = rng.choice(TAILS)
    elif form == 6:
        body = f"前{rng.choice('二三四五六七八九')}个月，{amount}从{number(rng)}亿元增加到{number(rng)}亿元"
    elif form == 7:
        body = f"“{rng.choice(TAILS)}。”{place}{zone}负责人{rng.choice(NAMES)}说"
    else:
        body = (
            f"按照计划，到{year + 3}年{amount}要超过{number(rng)}亿元（以当年价格计算），"
            f"{thing}总数力争{rng.randint(100, 9000)}{unit}以上"
        )
    return opener + body + "。"


def sample_paragraphs() -> list[str]:
    """The paragraphs of the sample text pages, unwrapped at full stops."""
    out: list[str] = []
    with (ROOT / "tests/gold/articles.csv").open(encoding="utf-8", newline="") as file:
        articles = list(csv.DictReader(file))
    for row in articles:
        if row["page"] == "p07.txt":
            continue
        text = (ROOT / "raw" / row["page"]).read_text(encoding="utf-8")
        lines = text.split("\n")[int(row["body_first_line"]) - 1 : int(row["body_last_line"])]
        joined = "".join("".join(line.split()) for line in lines)
        pieces = [piece + "。" for piece in joined.split("。")[:-1]]
        out += ["".join(pieces[at : at + 2]) for at in range(0, len(pieces), 2)]
    return [text for text in out if 20 < len(text) < 400 and "▶" not in text]


def piece(rng: random.Random, size: int, samples: list[str]) -> Piece:
    paragraphs: list[str] = []
    while sum(map(len, paragraphs)) < size:
        if samples and rng.random() < 0.3:
            paragraphs.append(samples.pop())
        else:
            paragraphs.append("".join(sentence(rng) for _ in range(rng.randint(1, 4))))
    if rng.random() < 0.5:
        paragraphs[0] = f"本报讯　{paragraphs[0]}"
    headline = rng.choice(HEADS).format(
        place=rng.choice(PLACES),
        zone=rng.choice(ZONES),
        thing=rng.choice(AMOUNTS),
        pct=f"{rng.uniform(1, 40):.1f}",
        n=f"{rng.uniform(10, 4000):.1f}",
        k=rng.randint(3, 48),
    )
    captions = []
    if rng.random() < 0.35:
        captions.append(
            f"图为{rng.choice(PLACES)}{rng.choice(ZONES)}一处车间，年产能{rng.randint(2, 90)}万台。"
            f"{rng.choice(NAMES)}摄"
        )
    return Piece(
        headline,
        paragraphs,
        kicker=f"{rng.choice(PLACES)}{rng.choice(ZONES)}这一年" if rng.random() < 0.25 else "",
        subhead=f"——{rng.choice(TAILS)[:14]}" if rng.random() < 0.2 else "",
        byline=f"本报记者 {rng.choice(NAMES)}" if rng.random() < 0.5 else "",
        captions=captions,
    )


def picture(rng: random.Random, width: int, height: int) -> str:
    from PIL import Image, ImageFilter

    noise = Image.effect_noise((max(8, width // 3), max(8, height // 3)), rng.randint(30, 90))
    noise = noise.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 4))).resize((width, height))
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=60)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")


SERIF = "'Noto Serif CJK SC'"
SANS = "'Noto Sans CJK SC'"
MING = "'AR PL UMing CN'"
KAI = "'AR PL UKai CN'"
HEI = "'WenQuanYi Micro Hei'"


def article_html(rng: random.Random, item: Piece, columns: int, look: dict[str, str]) -> str:
    """One article as HTML, `columns` wide. Pieces of text appear in the order of the truth."""
    esc = html.escape
    kind = look["head"]
    column = int(look["column"])
    gap = int(look["gap"])
    size = float(look["size"])
    big = rng.uniform(1.5, 2.1) * size if columns == 1 else rng.uniform(1.8, 3.2) * size
    parts: list[str] = []
    align = rng.choice(["left", "center"])
    head = f"<h2 style='font-size:{big:.1f}px;text-align:{align}'>{esc(item.headline)}</h2>"
    if look["double"] == "1":
        head = (
            f"<div class=dbl>{head}"
            f"<h2 class=over style='font-size:{big:.1f}px;text-align:{align}'>{esc(item.headline)}</h2></div>"
        )
    kicker = f"<div class=kicker>{esc(item.kicker)}</div>" if item.kicker else ""
    subhead = f"<div class=subhead>{esc(item.subhead)}</div>" if item.subhead else ""
    byline = f"<div class=byline>{esc(item.byline)}</div>" if item.byline else ""
    figures = ""
    for caption in item.captions:
        wide = columns > 1 and kind != "within" and rng.random() < 0.6
        width = column * 2 + gap if wide and columns > 2 else column
        if columns <= 2 and wide:
            width = columns * column + (columns - 1) * gap
        height = int(width * rng.uniform(0.5, 0.75))
        figures += (
            f"<figure style='width:{width}px'><img src='{picture(rng, width, height)}' width={width}"
            f" height={height}><figcaption>{esc(caption)}</figcaption></figure>"
        )
    body = "".join(f"<p>{esc(text)}</p>" for text in item.paragraphs)
    rule = f"column-rule:{look['colrule']};" if look["colrule"] else ""
    flow = f"column-count:{columns};column-gap:{gap}px;{rule}"
    if (
        kind == "vertical"
        and columns > 1
        and not item.kicker
        and len(item.headline) < 16
        and item.headline.isalpha()
    ):
        parts.append(
            f"<div class=vwrap><h2 class=vert style='font-size:{big * 0.8:.1f}px'>"
            f"{esc(item.headline)}</h2><div style='flex:1'>{byline}"
            f"<div class=body style='{flow}'>{body}</div></div></div>"
        )
        if figures:
            parts.insert(0, figures)
    elif kind == "within":
        parts.append(
            f"<div class=body style='{flow}'>{kicker}{head}{subhead}{byline}{body}{figures}</div>"
        )
    else:
        place = rng.choice(["top", "after", "end"])
        parts += [kicker, head, subhead]
        if figures and place == "top":
            parts.append(figures)
        parts += [byline, f"<div class=body style='{flow}'>{body}</div>"]
        if figures and place != "top":
            parts.append(figures)
    style = ""
    if look["box"] == "rule":
        style = "border:1px solid #333;padding:8px;"
    elif look["box"] == "tint":
        style = f"background:{rng.choice(['#eee', '#f3ead8', '#e4eef5'])};padding:8px;"
    return f"<section style='{style}'>{''.join(parts)}</section>"


def page_html(seed: int) -> tuple[str, list[Piece], dict[str, object]]:
    """The HTML of a page, its articles in truth, and what template it is."""
    rng = random.Random(seed)
    samples = sample_paragraphs()
    rng.shuffle(samples)
    template = ["modular", "flow", "ruled", "lead", "boxes", "vertical", "rows", "within"][seed % 8]
    columns = rng.choice([3, 4, 5, 6])
    size = rng.choice([13, 14, 15, 16])
    letters = rng.choice([12, 13, 15, 17]) if columns > 4 else rng.choice([14, 17, 20])
    column = int(letters * size)
    gap = rng.choice([1.2, 1.5, 2, 2.5])
    gap = int(gap * size)
    body_font = rng.choice([SERIF, MING, SANS, SERIF, HEI, KAI])
    head_font = rng.choice([SANS, SERIF, HEI])
    leading = rng.choice([1.35, 1.5, 1.7])
    width = columns * column + (columns - 1) * gap
    base = {
        "size": str(size),
        "column": str(column),
        "gap": str(gap),
        "box": "",
        "head": "top",
        "double": "1" if rng.random() < 0.3 else "0",
        "colrule": rng.choice(["", "", "1px solid #999"]),
    }
    made: list[Piece] = []

    def make(cols: int, scale: float = 1.0, **changes: str) -> str:
        item = piece(rng, int(rng.uniform(180, 420) * cols * scale), samples)
        made.append(item)
        return article_html(rng, item, cols, {**base, **changes})

    def stack(cols: int, count: int, **changes: str) -> str:
        inner = "".join(make(cols, **changes) for _ in range(count))
        return f"<div style='width:{cols * column + (cols - 1) * gap}px'>{inner}</div>"

    def row(parts: list[str]) -> str:
        return f"<div class=row style='gap:{gap}px'>{''.join(parts)}</div>"

    rows: list[str] = []
    if template == "flow":
        items = [piece(rng, rng.randint(250, 900), samples) for _ in range(5)]
        for item in items:
            item.captions = []
        made += items
        inner = "".join(article_html(rng, item, 1, {**base, "colrule": ""}) for item in items)
        rule = f"column-rule:{base['colrule']};" if base["colrule"] else ""
        rows.append(f"<div style='column-count:{columns};column-gap:{gap}px;{rule}'>{inner}</div>")
    elif template in ("modular", "ruled", "lead"):
        if template == "lead":
            rows.append(make(columns, 1.2))
        left = rng.randint(1, columns - 1)
        a = stack(left, 2 if left < 3 else 1)
        b = stack(columns - left, rng.randint(1, 2))
        rows.append(row([a, b]))
        left = rng.randint(1, columns - 1)
        rows.append(row([stack(left, 1), stack(columns - left, 2)]))
    elif template == "boxes":
        left = rng.randint(1, columns - 1)
        rows.append(row([stack(left, 1, box="rule"), stack(columns - left, 1)]))
        rows.append(make(columns, 0.6, box="tint"))
        rows.append(
            row([stack(columns - left, 1), stack(left, 2, box=rng.choice(["tint", "rule"]))])
        )
    elif template == "vertical":
        rows.append(make(columns, 0.7, head="vertical"))
        left = rng.randint(1, columns - 1)
        rows.append(row([stack(left, 1), stack(columns - left, 1, head="vertical")]))
        rows.append(make(columns, 0.7))
    elif template == "rows":
        for _ in range(4):
            rows.append(make(columns, rng.uniform(0.4, 0.9)))
    else:  # within: the headline stands in the first column only
        rows.append(make(columns, 0.8, head="within"))
        left = rng.randint(1, columns - 1)
        rows.append(row([stack(left, 1, head="within"), stack(columns - left, 2)]))
    between = "<hr>" if template in ("ruled", "rows") else ""
    number_ = rng.randint(1, 16)
    masthead = (
        f"<div class=mast><span>{number_:02d}</span><span>经济周刊</span>"
        f"<span>2024年{rng.randint(1, 12)}月{rng.randint(1, 28)}日　星期{rng.choice('一二三四五')}</span></div>"
    )
    indent = "2em"
    css = f"""
    *{{margin:0;padding:0;box-sizing:border-box}}
    html,body{{width:{width + 80}px;background:#fff}}
    #page{{padding:40px;width:{width + 80}px;font:{size}px/{leading} {body_font};color:#111}}
    p{{text-indent:{indent};text-align:justify;orphans:1;widows:1}}
    h2{{font-family:{head_font};font-weight:{rng.choice([700, 700, 900])};line-height:1.25;padding:4px 0;break-after:avoid}}
    .kicker,.subhead{{font-family:{head_font};font-size:{size * 1.3:.1f}px;text-align:{rng.choice(["left", "center"])}}}
    .byline{{font-family:{KAI};text-align:{rng.choice(["left", "center"])}}}
    section{{margin-bottom:{int(size * rng.uniform(1.2, 2.2))}px}}
    .row{{display:flex;align-items:flex-start;{"border-bottom:1px solid #666;margin-bottom:14px" if template == "ruled" else ""}}}
    figure{{margin:8px auto;break-inside:avoid}} figcaption{{font-family:{KAI};font-size:{size * 0.9:.1f}px}}
    .mast{{display:flex;justify-content:space-between;border-bottom:2px solid #000;margin-bottom:14px;font-family:{SANS}}}
    hr{{border:0;border-top:1px solid #444;margin:0 0 12px}}
    .vwrap{{display:flex;gap:14px}} .vert{{writing-mode:vertical-rl}}
    .dbl{{position:relative}} .over{{position:absolute;left:{rng.choice([0.3, 0.5])}px;top:0;width:100%}}
    """
    script = """
    document.fonts.ready.then(()=>{const e=document.getElementById('page');
    const s=document.createElement('style');
    s.textContent='@page{margin:0;size:'+e.offsetWidth+'px '+(e.offsetHeight+60)+'px}';
    document.head.appendChild(s);});
    """
    document = (
        f"<!doctype html><meta charset=utf-8><style>{css}</style>"
        f"<div id=page>{masthead}{between.join(rows)}</div><script>{script}</script>"
    )
    return (
        document,
        made,
        {"template": template, "columns": columns, "size": size, "font": body_font},
    )


def print_pdf(document: str, target: Path) -> None:
    """Sets the HTML and prints it on one page. Raises CalledProcessError when Chromium fails."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(document, encoding="utf-8")
        subprocess.run(
            [
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-pdf-header-footer",
                "--virtual-time-budget=4000",
                f"--user-data-dir={folder}/profile",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


def render(pdf: Path, dpi: int, number: int = 0):  # type: ignore[no-untyped-def]
    """A page of a PDF as a Pillow image."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[number].render(scale=dpi / 72).to_pil().convert("RGB")
    finally:
        document.close()


def wear(image, seed: int, dpi: int):  # type: ignore[no-untyped-def]
    """A worn copy: 1° skew, blur, speckle, yellow paper, JPEG at quality 40."""
    import numpy
    from PIL import Image, ImageFilter

    chance = numpy.random.default_rng(seed)
    angle = float(chance.choice([-1.0, 1.0]) * chance.uniform(0.6, 1.0))
    image = image.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
    image = image.filter(ImageFilter.GaussianBlur(0.5 + dpi / 400))
    pixels = numpy.asarray(image).astype(numpy.float32)
    paper = numpy.array([0.97, 0.92, 0.76], dtype=numpy.float32)
    shade = numpy.linspace(0.92, 1.0, pixels.shape[1], dtype=numpy.float32)[None, :, None]
    pixels = (20 + pixels * (235 / 255)) * paper * shade
    pixels += chance.normal(0, 6, pixels.shape[:2]).astype(numpy.float32)[:, :, None]
    flecks = chance.random(pixels.shape[:2])
    pixels[flecks < 0.0015] = 60
    pixels[flecks > 0.9985] = 245
    worn = Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8))
    buffer = io.BytesIO()
    worn.save(buffer, "JPEG", quality=40)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB")


def pieces_of(page: str) -> list[Piece]:
    """The articles of one of the sample text pages, as the pipeline reads them."""
    sys.path.insert(0, str(ROOT))
    from pipeline.articles import split
    from pipeline.clean import clean
    from pipeline.model import BlockKind, Page

    raw = Page(page, (ROOT / "raw" / page).read_text(encoding="utf-8"))
    cleaned = clean(raw)
    out: list[Piece] = []
    for article in split(raw, cleaned):
        if article.kind.value == "furniture":
            continue
        parts: dict[BlockKind, list[str]] = {}
        for block in article.blocks:
            text = article.text.text[block.span.start : block.span.end].strip()
            parts.setdefault(block.kind, []).append(text)
        body = parts.get(BlockKind.BODY, []) + parts.get(BlockKind.CREDIT, [])
        if article.kind.value == "caption":
            if out:
                out[-1].captions.append("".join(body))
            continue
        byline = "　".join(parts.get(BlockKind.BYLINE, []))
        out.append(Piece(article.headline or "", body, byline=byline))
    return out


def sample(pages: list[str], seed: int, masthead: str) -> str:
    """A page in two rows, set from sample text pages; headlines are struck twice."""
    rng = random.Random(seed)
    items = [piece for page in pages for piece in pieces_of(page)]
    column, gap, size = 210, 22, 15
    look = {
        "size": str(size), "column": str(column), "gap": str(gap), "box": "", "head": "top",
        "double": "1", "colrule": "",
    }  # fmt: skip
    wide = article_html(rng, items[0], 4, look)
    rest = []
    for number, item in enumerate(items[1:]):
        columns = 2
        width = columns * column + gap
        boxed = {**look, "box": "rule"} if number == 1 else look
        rest.append(f"<div style='width:{width}px'>{article_html(rng, item, columns, boxed)}</div>")
    css = f"""
    *{{margin:0;padding:0;box-sizing:border-box}} html,body{{width:986px;background:#fff}}
    #page{{padding:40px;width:986px;font:{size}px/1.6 {SERIF};color:#111}}
    p{{text-indent:2em;text-align:justify;orphans:1;widows:1}}
    h2{{font-family:{SANS};line-height:1.3;padding:4px 0 8px}} section{{margin-bottom:26px}}
    .row{{display:flex;flex-wrap:wrap;gap:{gap}px;align-items:flex-start}}
    figure{{margin:8px 0}} figcaption{{font-size:13px}} .byline{{text-align:right}}
    .mast{{border-bottom:2px solid #000;margin-bottom:16px}}
    .dbl{{position:relative}} .over{{position:absolute;left:.4px;top:0;width:100%}}
    """
    script = """
    document.fonts.ready.then(()=>{const e=document.getElementById('page');
    const s=document.createElement('style');
    s.textContent='@page{margin:0;size:'+e.offsetWidth+'px '+(e.offsetHeight+60)+'px}';
    document.head.appendChild(s);});
    """
    return (
        f"<!doctype html><meta charset=utf-8><style>{css}</style><div id=page>"
        f"<div class=mast>{masthead}</div>{wide}<div class=row>{''.join(rest)}</div></div>"
        f"<script>{script}</script>"
    )


def write_samples(out: Path) -> None:
    """The sample PDF and the sample scan of `raw/`."""
    out.mkdir(parents=True, exist_ok=True)
    head = "07　园区周刊　2024年4月18日　星期四"
    print_pdf(sample(["p02.txt"], 2, head), out.resolve() / "p09.pdf")
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "page.pdf"
        print_pdf(sample(["p04.txt"], 4, "03　开发区导刊　2024年2月7日　星期三"), pdf)
        scan = wear(render(pdf, 130), 5, 130).convert("L").quantize(16)
        scan.save(out / "p10.png", optimize=True, dpi=(130, 130))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=8)
    parser.add_argument("--samples", action="store_true", help="the files of raw/ instead")
    options = parser.parse_args()
    if options.samples:
        write_samples(options.out)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    for seed in range(options.first, options.first + options.count):
        document, made, about = page_html(seed)
        name = f"n{seed:03d}"
        print_pdf(document, options.out.resolve() / f"{name}.pdf")
        truth = {"name": name, **about, "articles": [asdict(item) for item in made]}
        (options.out / f"{name}.json").write_text(
            json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8"
        )
        print(name, about)


if __name__ == "__main__":
    main()
