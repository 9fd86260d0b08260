// What an editor should look at, the weightiest first: pages that could not be read, broken promises,
// contradictions, numbers without a role, numerals recognised with doubt, facts that are not sure.

const GROUPS = ["failed", "broken", "contradiction", "review", "unresolved", "recognised", "unsure", "notice"];
const WEIGHT = { failed: 90, broken: 80, contradiction: 70, review: 65, unresolved: 60, recognised: 50, unsure: 40, notice: 10 };
const groupOf = (code, status) => {
  if (code[0] === "X") return "failed";
  if (code[0] === "R") return "review";
  if (code[0] === "I") return status === "failed" || status === "skipped" ? "failed" : "notice";
  if (code[0] === "P") return "broken";
  if (code[0] === "D") return "contradiction";
  if (code === "Q001") return "unresolved";
  if (code === "Q002") return "recognised";
  return "notice";
};

// One of the two places of a problem; its page may lie in another file.
const sideAt = (row, prefix, page, at, numbers) => {
  const get = (name) => STORE.problems.get(prefix + name, row);
  const found = numbers.get(page + ":" + get("line") + ":" + get("column"));
  return { page, at, line: get("line"), number: found === undefined ? null : found, fact: null,
    quote: get("quote"), before: get("before"), behind: get("behind") };
};
const otherOf = (row, numbers) => {
  const get = (name) => STORE.problems.get("other_" + name, row);
  if (get("quote") === null) return null;
  const page = otherPage(row);
  const file = isIndex || page !== null ? null : get("file");
  return { ...sideAt(row, "other_", page, page === null ? get("at") : page, numbers), file, name: get("page") };
};
const otherPage = (row) => {
  const get = (name) => STORE.problems.get("other_" + name, row);
  return pageAt(get("page"), get("page_number"), get("line"));
};
// The row of a page, or of the part of a long page that holds a line.
const pageRows = new Map();
const pageAt = (name, number, line) => {
  const { pages } = STORE;
  if (pageRows.size === 0) {
    for (let row = 0; row < pages.length; row += 1) {
      const key = pages.get("page", row) + "\u0000" + pages.get("number", row);
      pageRows.set(key, [...(pageRows.get(key) || []), row]);
    }
  }
  const rows = pageRows.get(name + "\u0000" + number) || [];
  const found = rows.filter((row) => pages.get("firstLine", row) <= line);
  return found.length ? found[found.length - 1] : rows.length ? rows[0] : null;
};

// The rows of the numbers that problems speak of, by their places.
const numbersWanted = () => {
  const { problems, numbers } = STORE;
  const wanted = new Set();
  for (let row = 0; row < problems.length; row += 1) {
    wanted.add(problems.get("page", row));
    if (problems.get("other_quote", row) !== null) wanted.add(otherPage(row));
  }
  const found = new Map();
  for (let row = 0; row < numbers.length; row += 1) {
    const page = numbers.get("page", row);
    if (wanted.has(page)) found.set(page + ":" + numbers.get("line", row) + ":" + numbers.get("column", row), row);
  }
  return found;
};
const listDoubts = () => {
  const out = [];
  const { problems, facts, pages } = STORE;
  const numbers = numbersWanted();
  for (let row = 0; row < problems.length; row += 1) {
    const page = problems.get("page", row);
    const code = problems.get("code", row);
    const group = groupOf(code, page === null ? "" : pages.get("status", page));
    const side = sideAt(row, "", page, page, numbers);
    if (side.quote === null && side.number !== null) side.quote = STORE.numbers.get("quote", side.number);
    const detail = [problems.get("detail_zh", row), problems.get("detail", row)];
    out.push({ ...side, group, weight: WEIGHT[group], code, detail, other: otherOf(row, numbers) });
  }
  const { words, cells } = facts.columns.confidence;
  const sure = words.map(Number);
  for (let row = 0; row < facts.length; row += 1) {
    const confidence = sure[cells[row]];
    if (!(confidence < LOW)) continue;
    const about = [facts.get("subject", row) || "—", facts.get("indicator", row) || "—", facts.get("quote", row)];
    // A headline is read by everybody.
    const headline = facts.get("note", row) === "headline" ? 5 : 0;
    out.push({ group: "unsure", weight: WEIGHT.unsure + headline + (LOW - confidence), page: facts.get("page", row),
      line: facts.get("line", row), code: words[cells[row]], detail: [null, about.join(" · ")], number: null, fact: row, quote: null, before: null, other: null });
  }
  return out.map((doubt, index) => [doubt, index])
    .sort((a, b) => b[0].weight - a[0].weight || a[1] - b[1]).map(([doubt]) => doubt);
};
const DOUBTS = listDoubts();
let atDoubt = -1;
// The detail of a problem in the language of the page, as far as it can be said in both.
const detailOf = ([chinese, given]) => (english ? given : chinese || given) || "";

const openDoubt = (doubt) => {
  if (DOUBTS.includes(doubt)) atDoubt = DOUBTS.indexOf(doubt);
  if (doubt.fact !== null) go({ v: "page", f: doubt.fact });
  else if (doubt.number !== null) go({ v: "page", n: doubt.number });
  else if (doubt.file) location.href = doubt.file + address({ v: "page", p: doubt.at, l: doubt.line });
  else if (doubt.at !== null) go({ v: "page", p: doubt.at, l: doubt.line });
};
// A round goes on from what is chosen, and from file to file.
const noteDoubt = (fact, number) => {
  const found = DOUBTS.findIndex((doubt) => (fact !== null && doubt.fact === fact) || (number !== null && doubt.number === number));
  if (found >= 0) atDoubt = found;
};
const stepDoubt = (step) => {
  const further = step > 0 ? DATA.doubtAfter : DATA.doubtBefore;
  const at = atDoubt < 0 && step < 0 ? DOUBTS.length - 1 : atDoubt + step;
  if ((at < 0 || at >= DOUBTS.length) && further) {
    location.href = further + address({ v: "page", d: step > 0 ? "first" : "last" });
    return;
  }
  if (DOUBTS.length === 0) { announce(say("no doubts")); return; }
  tellDoubt((at + DOUBTS.length) % DOUBTS.length);
};
const tellDoubt = (next) => {
  const { group, code, detail } = DOUBTS[next];
  openDoubt(DOUBTS[next]);
  announce(say("doubt n of m", next + 1, DOUBTS.length) + " " + say("group " + group) + " " + code + " " + detailOf(detail));
};
