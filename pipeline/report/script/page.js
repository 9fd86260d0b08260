// A page as a parallel text: each clean paragraph beside the raw lines that it came from.

let openPage = -1;
let chosen = { number: null, fact: null };
let paragraphs = [];

const lineStarts = (page) => {
  if (page.lines === undefined) {
    page.lines = [0];
    const { points } = page;
    for (let at = 0; at < points.length; at += 1) {
      if (points[at] === "\n" || (points[at] === "\r" && points[at + 1] !== "\n")) page.lines.push(at + 1);
    }
  }
  return page.lines;
};
const lineOf = (page, offset) => {
  const starts = lineStarts(page);
  let low = 0;
  let high = starts.length;
  while (low < high) { const middle = (low + high) >> 1; if (starts[middle] <= offset) low = middle + 1; else high = middle; }
  return low - 1;
};
// Line and column, from 1, of a raw offset, as the records count them.
const placeOf = (page, offset) => {
  const line = lineOf(page, offset);
  const column = offset - lineStarts(page)[line] + 1;
  return [page.firstLine + line, line === 0 ? column + page.firstColumn - 1 : column];
};
const spanOf = (page, start, end) => [...placeOf(page, start), ...placeOf(page, Math.max(start, end - 1))];

// The marks over a stretch of text, each [start, end, name, data]: the text is cut at every edge.
const pieces = (target, points, start, end, given, tag) => {
  const marks = given.filter(([from, to]) => from < end && to > start);
  const edges = new Set([start, end]);
  for (const [from, to] of marks) {
    edges.add(Math.max(from, start));
    edges.add(Math.min(to, end));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  let holder = null;
  let held = null;
  for (let at = 0; at + 1 < cuts.length; at += 1) {
    const [from, to] = [cuts[at], cuts[at + 1]];
    const over = marks.filter((mark) => mark[0] <= from && mark[1] >= to);
    const number = over.find((mark) => mark[2] === "number");
    if (number !== held) {
      held = number || null;
      holder = held ? tag(held) : null;
      if (holder) target.append(holder);
    }
    const inside = holder || target;
    const links = over.filter((mark) => mark[2] !== "number");
    const names = links.map((mark) => mark[2]).join(" ");
    for (const run of runsOf(points, from, to)) {
      const piece = element("span", points.slice(run[0], run[1]).join(""), names + (run[2] ? " hidden-char" : ""));
      piece.dataset.at = run[0];
      for (const mark of links) {
        if (mark[3] && mark[1] === to && run[1] === to) { piece.dataset.label = mark[3]; }
        if (mark[4]) piece.title = shown(mark[4]);
      }
      inside.append(piece);
    }
  }
};
const runsOf = (points, start, end) => {
  const out = [];
  for (let at = start; at < end; at += 1) {
    const hidden = isHidden(points[at]);
    const last = out[out.length - 1];
    if (last === undefined || hidden || last[2]) out.push([at, at + 1, hidden]);
    else last[1] = at + 1;
  }
  return out;
};

const LINKS = ["subject", "indicator", "period", "reference"];
const marksOf = (page, number) => {
  const marks = [];
  page.numbers.forEach((made, index) => { if (made.article === number) marks.push([made.start, made.end, "number", index]); });
  for (const [article, type, name, spans] of page.names) {
    if (article === number) for (const [start, end] of spans) marks.push([start, end, "name", null, say(type) + " " + name]);
  }
  const fact = chosen.fact === null ? null : page.facts[chosen.fact];
  if (fact !== null && page.numbers[fact.number].article === number) {
    marks.push([fact.sentence[0], fact.sentence[1], "sentence", null]);
    for (const link of LINKS) {
      for (const [start, end] of fact.links[link] || []) marks.push([start, end, "link-" + link, say(link)]);
    }
  }
  return marks;
};
const markTag = (page) => (mark) => {
  const number = page.numbers[mark[3]];
  const made = element("mark", undefined, number.role + (chosen.number === mark[3] ? " chosen" : ""));
  made.dataset.n = mark[3];
  made.title = say(number.role) + (number.value === null ? "" : " " + grouped(number.value) + " " + (number.base_unit || ""));
  return made;
};
const drawClean = (page, paragraph) => {
  const { article, start, end, cell } = paragraph;
  cell.replaceChildren();
  const tag = markTag(page);
  pieces(cell, page.articles[article].points, start, end, marksOf(page, article), (mark) => {
    const made = tag(mark);
    made.setAttribute("role", "button");
    made.tabIndex = 0;
    made.setAttribute("aria-pressed", chosen.number === mark[3]);
    return made;
  });
  cell.dataset.article = article;
};
const drawRaw = (page, paragraph) => {
  const { article, start, end, lines } = paragraph;
  lines.replaceChildren();
  const own = [...originOf(page.articles[article]).subarray(start, end)].sort((a, b) => a - b);
  const spans = page.numbers.map((number, index) => [number, index])
    .filter(([number]) => number.article === article && number.start < end && number.end > start)
    .map(([number, index]) => [...rawSpan(page.articles[article], number.start, number.end), "number", index]);
  let at = 0;
  while (at < own.length) {
    const line = lineOf(page, own[at]);
    let to = at;
    while (to < own.length && lineOf(page, own[to]) === line) to += 1;
    lines.append(rawLine(page, line, own[at], own[to - 1] + 1, spans));
    at = to;
  }
};
const rawLine = (page, line, from, to, spans) => {
  const starts = lineStarts(page);
  let end = line + 1 < starts.length ? starts[line + 1] : page.points.length;
  while (end > starts[line] && /[\r\n]/.test(page.points[end - 1])) end -= 1;
  const row = element("div", undefined, "rawline");
  row.dataset.line = page.firstLine + line;
  put(row, element("span", page.firstLine + line, "no"));
  const body = element("span", undefined, "body");
  const others = [[starts[line], from, "other", null], [to, end, "other", null]].filter(([a, b]) => b > a);
  pieces(body, page.points, starts[line], end, [...spans, ...others], markTag(page));
  return put(row, body);
};
const headOf = (article) => say("article " + article.kind);

const drawPage = (at) => {
  openPage = at;
  const page = DATA.pages[at];
  $("page-choice").value = String(at);
  $("page-before").disabled = at === 0 && !DATA.before;
  $("page-after").disabled = at + 1 === DATA.pages.length && !DATA.after;
  const about = [page.paper, page.date, page.label, say("status " + page.status)].filter(Boolean);
  $("page-about").textContent = shown(about.join(" · "));
  const counts = Object.fromEntries(DATA.roles.map((role) => [role, 0]));
  for (const number of page.numbers) counts[number.role] += 1;
  $("legend").replaceChildren(...DATA.roles.filter((role) => counts[role]).map((role) =>
    put(element("li"), put(element("span", say(role), "tag " + role)), " " + counts[role])));
  const target = $("text");
  target.replaceChildren(put(element("div", undefined, "heads"), element("span", say("clean")), element("span", say("raw"))));
  paragraphs = [];
  const used = new Set();
  page.articles.forEach((article, number) => {
    const holder = element("article", undefined, article.kind);
    holder.append(element("p", headOf(article), "kicker-kind"));
    const blocks = article.blocks.length ? article.blocks : article.points.length ? [["body", 0, article.points.length]] : [];
    for (const [kind, start, end] of blocks) {
      if (end <= start) continue;
      const row = element("div", undefined, "pair " + kind);
      const cell = element("div", undefined, "clean");
      const lines = element("div", undefined, "lines");
      const paragraph = { article: number, start, end, cell, lines };
      paragraphs.push(paragraph);
      for (const offset of originOf(article).subarray(start, end)) used.add(lineOf(page, offset));
      drawClean(page, paragraph);
      drawRaw(page, paragraph);
      holder.append(put(row, cell, lines));
    }
    target.append(holder);
  });
  drawRest(page, used, target);
  if (page.cut) target.append(element("p", say("cut"), "soft"));
  drawRecord();
};
// Lines that no article took are shown as well, unless nothing stands on them.
const drawRest = (page, used, target) => {
  const starts = lineStarts(page);
  const rest = starts.map((start, line) => line).filter((line) => !used.has(line)
    && page.points.slice(starts[line], starts[line + 1]).join("").trim() !== "");
  if (rest.length === 0) return;
  const lines = element("div", undefined, "lines");
  const all = page.points.length;
  put(lines, ...rest.map((line) => rawLine(page, line, 0, all, [])));
  put(target, put(element("article", undefined, "rest"), element("p", say("rest of the lines"), "kicker-kind"),
    put(element("div", undefined, "pair"), element("div", undefined, "clean"), lines)));
};
const refresh = (before) => {
  const page = DATA.pages[openPage];
  const touched = new Set([before.number, chosen.number].filter((number) => number !== null)
    .map((number) => page.numbers[number].article));
  for (const paragraph of paragraphs) {
    if (!touched.has(paragraph.article)) continue;
    drawClean(page, paragraph);
    for (const mark of paragraph.lines.querySelectorAll("mark")) {
      mark.classList.toggle("chosen", Number(mark.dataset.n) === chosen.number);
    }
  }
  drawRecord();
};
const choose = (number, fact, focus) => {
  const before = chosen;
  chosen = { number, fact };
  refresh(before);
  if (!focus || number === null) return;
  const mark = $("text").querySelector(`.clean mark[data-n="${number}"]`);
  if (mark === null) return;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
};
$("text").addEventListener("click", (event) => {
  const mark = event.target.closest("mark");
  if (mark === null || !getSelection().isCollapsed) return;
  const number = Number(mark.dataset.n);
  const facts = DATA.pages[openPage].numbers[number].facts;
  go(facts.length ? { v: "page", f: factOn(openPage, facts[0]) } : { v: "page", n: DATA.pages[openPage].firstNumber + number }, true);
});
const factOn = (page, fact) => DATA.pages[page].firstFact + fact;
$("text").addEventListener("keydown", (event) => {
  const mark = event.target.closest("mark");
  if (mark === null) return;
  if (event.key === "Enter" || event.key === " ") { event.preventDefault(); mark.click(); return; }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined) return;
  const marks = [...$("text").querySelectorAll(".clean mark")];
  const next = marks[marks.indexOf(mark) + step];
  if (next) { event.preventDefault(); next.focus(); }
});
const markLine = (line) => {
  for (const row of document.querySelectorAll(".rawline.sought")) row.classList.remove("sought");
  const row = line === null ? null : $("text").querySelector(`.rawline[data-line="${line}"]`);
  if (row === null) return;
  row.classList.add("sought");
  row.scrollIntoView({ block: "center" });
};
// To a page of this file, or beyond its ends to the file beside it.
const turn = (at) => {
  if (at < 0) location.href = DATA.before + address({ v: "page", p: "last" });
  else if (at >= DATA.pages.length) location.href = DATA.after + address({ v: "page", p: 0 });
  else go({ v: "page", p: at });
};
const fillPages = () => {
  const select = $("page-choice");
  select.replaceChildren();
  for (let at = 0; at < STORE.pages.length; at += 1) option(select, at, pageName(at));
};
if (!isIndex) {
  fillPages();
  $("page-choice").addEventListener("change", () => turn(Number($("page-choice").value)));
  $("page-before").addEventListener("click", () => turn(openPage - 1));
  $("page-after").addEventListener("click", () => turn(openPage + 1));
  redraws.push(() => { if (openPage >= 0) drawPage(openPage); });
}
