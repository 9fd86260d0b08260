"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const NAMES = {
    fact: ["事实", "fact"], date: ["时间", "date"], ordinal: ["序数", "ordinal"],
    identifier: ["编号", "identifier"], name: ["名称", "name"], unresolved: ["未决", "unresolved"],
    level: ["水平", "level"], change: ["增减量", "change"], growth: ["增减率", "growth"],
    multiple: ["倍数", "multiple"], share: ["占比", "share"], rank: ["位次", "rank"],
    exact: ["", "exact"], about: ["约", "about"], over: ["逾", "over"], under: ["不足", "under"],
    actual: ["实际", "actual"], target: ["目标", "target"],
    page: ["页", "page"], line: ["行", "line"], quote: ["原文", "quote"], subject: ["主体", "subject"],
    indicator: ["指标", "indicator"], kind: ["类别", "kind"], value: ["数值", "value"],
    base_unit: ["单位", "unit"], qualifier: ["限定", "qualifier"], period: ["时期", "period"],
    reference: ["参照", "reference"], modality: ["时态", "modality"], rule: ["规则", "rule"],
    confidence: ["置信度", "confidence"], note: ["附注", "note"], sentence: ["句子", "sentence"],
    role: ["作用", "role"], code: ["代码", "code"], meaning: ["含义", "meaning"],
    detail: ["详情", "detail"], advice: ["怎么办", "advice"],
    pages: ["版", "pages"], articles: ["篇", "articles"], facts: ["事实", "facts"],
    quantities: ["数字", "numbers"], entities: ["名称", "names"], problems: ["问题", "problems"],
  };
  const CODES = {
    I001: "空文件", I002: "二进制文件，不是文本", I003: "打不开的文件", I004: "不读这种文件",
    I005: "不是普通文件", I010: "有字节无法解码", I011: "多数字节无法解码",
    I012: "附带的 .meta.toml 有误", I013: "文件很大，分段读取", I020: "PDF 已加密",
    I021: "不是可读的 PDF", I023: "一页的内容超出印刷页的限度",
    I024: "扫描页，未安装识别组件", I025: "图片过大", I026: "图片无法读取",
    I027: "读取超时，已停止", I028: "内存不足或读取中断", I029: "文件内容与名称不符",
    I031: "此页已在文件夹中", I032: "不认识的 JSON", I033: "页数超过限度", C001: "这一页没有数字", P001: "记录与原文不符，未写出",
    P002: "有数字未归入任何记录", P003: "有数字归入多条记录", P004: "重读得到的数值不同",
    D001: "增幅与前后数值不符", D002: "标题与正文不符", D003: "同一指标有两个数值",
    D004: "份额超过 100%", D005: "分项与总数不符", D006: "名次互相矛盾", D007: "不可能的时间",
    D008: "指标的单位不寻常", R001: "找不到决定所说的数字", R002: "决定针对此页的另一内容",
    R003: "review.jsonl 有残缺的行", R004: "此页与运行时不同", I035: "不是该工具的导出文件", Q001: "数字的作用未能判定", Q002: "数字识别存疑",
    T001: "表中一行的列数不对", T002: "应当唯一的值出现两次", T003: "缺少表或列",
    T004: "单元格的值不合规定", X001: "未预料的错误，此页未读",
    X002: "读取该文件的进程两次中断",
  };
  // Characters that would hide or turn round what is read are shown by their number.
  const HIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffc]/g;
  const shown = (value) => String(value).replace(HIDDEN, (c) =>
    "⟦U+" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟧");

  const element = (tag, text, name) => {
    const made = document.createElement(tag);
    if (text !== undefined && text !== null) made.textContent = shown(text);
    if (name) made.className = name;
    return made;
  };
  const label = (target, key) => {
    const both = NAMES[key] || [key, ""];
    target.append(both[0] || both[1]);
    if (both[0] && both[1]) { target.append(" ", element("small", both[1])); }
    return target;
  };
  const word = (key) => (NAMES[key] && NAMES[key][0]) || (key === "exact" ? "" : key);
  const option = (select, value, text) => {
    const made = element("option", text);
    made.value = value;
    select.append(made);
  };
  const objects = (columns, rows) => rows.map((row) => {
    const made = Object.create(null);
    columns.forEach((name, index) => { made[name] = row[index]; });
    return made;
  });
  const facts = objects(data.factColumns, data.facts);
  const problems = objects(data.problemColumns, data.problems);
  const byQuantity = new Map();
  for (const fact of facts) {
    if (!byQuantity.has(fact.quantity_id)) byQuantity.set(fact.quantity_id, []);
    byQuantity.get(fact.quantity_id).push(fact);
  }
  const grouped = (value) => {
    if (value === null) return "";
    const match = /^(-?)(\d+)(\.\d+)?$/.exec(value);
    return match ? match[1] + match[2].replace(/\B(?=(\d{3})+$)/g, ",") + (match[3] || "") : value;
  };

  // ------------------------------------------------------------------ totals and tabs
  const totals = [
    ["pages", data.run.totals.pages], ["articles", data.run.totals.articles],
    ["facts", data.run.totals.facts], ["quantities", data.run.totals.quantities],
    ["entities", data.run.totals.entities], ["unresolved", data.run.roles.unresolved],
    ["problems", data.run.totals.problems],
  ];
  for (const [key, count] of totals) {
    const box = element("div", undefined, (key === "unresolved" || key === "problems") && count ? "bad" : "");
    box.append(element("b", count || 0));
    $("totals").append(label(box, key));
  }
  $("n-problems").textContent = problems.length;
  $("n-facts").textContent = facts.length;
  $("n-pages").textContent = data.pages.length;
  const tabs = [...document.querySelectorAll("nav button")];
  const open = (name) => {
    for (const tab of tabs) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", chosen);
      $("section-" + tab.dataset.tab).hidden = !chosen;
    }
  };
  for (const tab of tabs) tab.addEventListener("click", () => open(tab.dataset.tab));

  // ------------------------------------------------------------------ problems
  const act = (row, action) => {
    row.tabIndex = 0;
    row.addEventListener("click", action);
    row.addEventListener("keydown", (event) => { if (event.key === "Enter") action(); });
  };
  const heads = (table, names) => {
    const row = element("tr");
    for (const name of names) row.append(label(element("th"), name));
    table.tHead.append(row);
    return [...row.children];
  };
  const weight = (code) => ({ X: 0, I: 1, P: 2, Q: 3, D: 4, C: 5 }[code[0]] ?? 6);
  const meaning = (problem) => {
    const cell = element("td", CODES[problem.code] || problem.meaning);
    if (CODES[problem.code]) cell.append(element("br"), element("small", problem.meaning));
    return cell;
  };
  heads($("problem-table"), ["code", "page", "line", "meaning", "detail", "advice"]);
  problems.map((problem, index) => [problem, index])
    .sort((a, b) => weight(a[0].code) - weight(b[0].code) || a[1] - b[1])
    .slice(0, 2000)
    .forEach(([problem]) => {
      const row = element("tr");
      row.append(element("td", problem.code, "code"), element("td", problem.page, "short"),
        element("td", problem.line, "number"), meaning(problem),
        element("td", problem.detail), element("td", problem.advice, "soft"));
      act(row, () => showPlace(problem.page, problem.page_number, problem.line));
      $("problem-table").tBodies[0].append(row);
    });
  $("no-problems").hidden = problems.length > 0;
  $("problem-table").hidden = problems.length === 0;

  // ------------------------------------------------------------------ facts
  const COLUMNS = ["page", "line", "subject", "indicator", "kind", "value", "base_unit", "qualifier",
    "period", "reference", "modality", "quote", "confidence"];
  const STEP = 300;
  let sorted = null;
  let down = false;
  let limit = STEP;
  const fill = (id, name, values) => {
    option($(id), "", "全部 all");
    for (const value of [...new Set(values)].sort()) option($(id), value, word(value));
  };
  fill("f-page", "page", facts.map((fact) => fact.page));
  fill("f-kind", "kind", facts.map((fact) => fact.kind));
  fill("f-modality", "modality", facts.map((fact) => fact.modality));
  const numeric = (value) => {
    const parts = String(value).split("/");
    return parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(value);
  };
  const compare = (a, b) => {
    let left = a[sorted];
    let right = b[sorted];
    if (left === null || right === null) return (left === null) - (right === null);
    if (["value", "confidence", "line"].includes(sorted)) {
      left = numeric(left);
      right = numeric(right);
      return down ? right - left : left - right;
    }
    const order = String(left).localeCompare(String(right), "zh");
    return down ? -order : order;
  };
  const chosenFacts = () => {
    const text = $("f-text").value.trim();
    const least = Number($("f-confidence").value) || 0;
    const found = facts.filter((fact) =>
      (!$("f-page").value || fact.page === $("f-page").value) &&
      (!$("f-kind").value || fact.kind === $("f-kind").value) &&
      (!$("f-modality").value || fact.modality === $("f-modality").value) &&
      Number(fact.confidence) >= least &&
      (!text || [fact.subject, fact.indicator, fact.quote, fact.sentence, fact.value, fact.period]
        .some((cell) => cell !== null && String(cell).includes(text))));
    return sorted ? found.sort(compare) : found;
  };
  const drawFacts = () => {
    const found = chosenFacts();
    const body = $("fact-table").tBodies[0];
    body.replaceChildren();
    for (const fact of found.slice(0, limit)) {
      const row = element("tr");
      row.title = shown(fact.sentence || "");
      for (const name of COLUMNS) {
        let value = fact[name];
        let style = ["line", "value", "confidence"].includes(name) ? "number" : "";
        if (name === "value") value = grouped(value);
        if (["kind", "qualifier", "modality"].includes(name)) { value = word(value); style = "short"; }
        if (["page", "period", "base_unit"].includes(name)) style = "short";
        if (name === "confidence" && Number(value) < 0.6) style += " low";
        row.append(element("td", value, style));
      }
      act(row, () => showQuantity(fact.page, fact.page_number, fact.quantity_id));
      body.append(row);
    }
    $("f-count").textContent = found.length + " / " + facts.length;
    $("more").hidden = found.length <= limit;
  };
  heads($("fact-table"), COLUMNS).forEach((head, index) => {
    head.classList.add("sortable");
    head.tabIndex = 0;
    const sort = () => {
      down = sorted === COLUMNS[index] ? !down : false;
      sorted = COLUMNS[index];
      for (const other of head.parentNode.children) other.classList.remove("up", "down");
      head.classList.add(down ? "down" : "up");
      drawFacts();
    };
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  });
  $("filters").addEventListener("input", () => { limit = STEP; drawFacts(); });
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("more").addEventListener("click", () => { limit += STEP; drawFacts(); });

  // ------------------------------------------------------------------ pages
  const pageKey = (name, number) => name + "\u0000" + number;
  const pageIndex = new Map();
  data.pages.forEach((page, index) => {
    const key = pageKey(page.page, page.number);
    if (!pageIndex.has(key)) pageIndex.set(key, index);
    const about = [page.page + (page.number > 1 ? " #" + page.number : ""), page.paper, page.date,
      page.status === "done" ? null : page.status].filter(Boolean);
    option($("p-page"), index, about.join(" · "));
  });
  for (const role of data.roles) {
    const made = label(element("span", undefined, role), role);
    made.append(" " + (data.run.roles[role] || 0));
    $("legend").append(made);
  }
  let drawn = -1;
  const marksById = new Map();
  const drawPage = (index) => {
    if (index === drawn || !data.pages[index]) return;
    drawn = index;
    $("p-page").value = String(index);
    marksById.clear();
    const page = data.pages[index];
    const target = $("text");
    target.replaceChildren();
    // Offsets count code points, as the records do.
    const points = Array.from(page.text);
    let next = 0;
    let active = null;
    let number = 1;
    const base = page.firstLine || 1;
    let start = 0;
    const line = (from, to) => {
      const row = element("div", undefined, "row");
      const body = element("span", undefined, "line");
      row.append(element("span", base + number - 1, "no"), body);
      row.dataset.line = base + number - 1;
      let at = from;
      while (at < to) {
        while (next < page.marks.length && page.marks[next][1] <= at) next += 1;
        active = next < page.marks.length && page.marks[next][0] < to ? page.marks[next] : null;
        if (active === null) { body.append(shown(points.slice(at, to).join(""))); at = to; break; }
        if (active[0] > at) { body.append(shown(points.slice(at, active[0]).join(""))); at = active[0]; }
        const stop = Math.min(to, active[1]);
        const mark = element("mark", points.slice(at, stop).join(""), active[2]);
        const chosen = active;
        mark.tabIndex = 0;
        mark.title = word(active[2]) + (active[4] === null ? "" : " " + grouped(active[4]) + " " + (active[5] || ""));
        const show = () => choose(chosen);
        mark.addEventListener("click", show);
        mark.addEventListener("keydown", (event) => { if (event.key === "Enter") show(); });
        if (!marksById.has(active[3])) marksById.set(active[3], []);
        marksById.get(active[3]).push(mark);
        body.append(mark);
        at = stop;
      }
      if (from === to) body.append("\u00a0");
      target.append(row);
      number += 1;
    };
    for (let at = 0; at < points.length; at += 1) {
      if (points[at] !== "\n" && points[at] !== "\r") continue;
      line(start, at);
      if (points[at] === "\r" && points[at + 1] === "\n") at += 1;
      start = at + 1;
    }
    if (start < points.length) line(start, points.length);
    if (page.cut) target.append(element("p", "… 其余从略，全部记录在表中 · the rest is in the tables", "hint"));
    $("record").replaceChildren(element("p", "点击一个数字，看它的记录。", "hint"),
      element("small", "Choose a number to see its record."));
  };
  const entry = (list, key, value) => {
    if (value === null || value === undefined || value === "") return;
    list.append(label(element("dt"), key), element("dd", value));
  };
  const choose = (mark) => {
    for (const made of document.querySelectorAll("mark.chosen")) made.classList.remove("chosen");
    const made = marksById.get(mark[3]) || [];
    for (const piece of made) piece.classList.add("chosen");
    const side = $("record");
    side.replaceChildren(element("h2", made.map((piece) => piece.textContent).join("")));
    const list = element("dl");
    entry(list, "role", word(mark[2]));
    entry(list, "value", mark[4] === null ? null : grouped(mark[4]));
    entry(list, "base_unit", mark[5]);
    entry(list, "rule", mark[6]);
    side.append(list);
    for (const fact of byQuantity.get(mark[3]) || []) {
      side.append(element("h3", (fact.subject || "—") + " · " + fact.indicator));
      const more = element("dl");
      for (const name of ["kind", "value", "base_unit", "qualifier", "period", "reference", "modality",
        "confidence", "rule", "note", "sentence"]) {
        let value = fact[name];
        if (name === "value") value = grouped(value);
        if (["kind", "qualifier", "modality"].includes(name)) value = word(value);
        entry(more, name, value);
      }
      side.append(more);
    }
  };
  const showQuantity = (name, number, id) => {
    const candidates = data.pages.map((page, index) => [page, index]).filter(([page]) =>
      page.page === name && page.number === number && page.marks.some((mark) => mark[3] === id));
    if (!candidates.length) return;
    const [page, index] = candidates[0];
    open("pages");
    drawPage(index);
    choose(page.marks.find((mark) => mark[3] === id));
    const made = marksById.get(id);
    if (made) made[0].scrollIntoView({ block: "center" });
  };
  const showPlace = (name, number, line) => {
    const index = pageIndex.get(pageKey(name, number));
    if (index === undefined) return;
    open("pages");
    drawPage(index);
    const row = line === null ? null : document.querySelector('.row[data-line="' + Number(line) + '"]');
    if (row) row.scrollIntoView({ block: "center" });
  };
  $("p-page").addEventListener("change", () => drawPage(Number($("p-page").value)));

  drawFacts();
  drawPage(0);
  const wanted = location.hash.slice(1);
  open(["problems", "facts", "pages"].includes(wanted) ? wanted : (problems.length ? "problems" : "facts"));
})();
