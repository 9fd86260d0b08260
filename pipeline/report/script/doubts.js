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

// The second place of a contradiction.
const otherOf = (row, places) => {
  const get = (name) => STORE.problems.get("other_" + name, row);
  if (get("quote") === null) return null;
  const page = pageAt(get("page"), get("page_number"), get("line"));
  const number = places.get(page + ":" + get("line") + ":" + get("column"));
  return { page, line: get("line"), number: number === undefined ? null : number, fact: null, quote: get("quote"),
    name: get("page") };
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

const listDoubts = () => {
  const out = [];
  const { problems, facts, pages } = STORE;
  const places = new Map();
  numberPlaces.forEach(([page, index], number) => {
    const { line, column } = DATA.pages[page].numbers[index];
    places.set(page + ":" + line + ":" + column, number);
  });
  for (let row = 0; row < problems.length; row += 1) {
    const page = problems.get("page", row);
    const code = problems.get("code", row);
    const line = problems.get("line", row);
    const group = groupOf(code, page === null ? "" : pages.get("status", page));
    const number = places.get(page + ":" + line + ":" + problems.get("column", row));
    out.push({ group, weight: WEIGHT[group], page, line, code, detail: problems.get("detail", row),
      number: number === undefined ? null : number, fact: null, quote: problems.get("quote", row), other: otherOf(row, places) });
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
      line: facts.get("line", row), code: words[cells[row]], detail: about.join(" · "), number: null, fact: row, quote: null, other: null });
  }
  return out.map((doubt, index) => [doubt, index])
    .sort((a, b) => b[0].weight - a[0].weight || a[1] - b[1]).map(([doubt]) => doubt);
};
const DOUBTS = listDoubts();
let atDoubt = -1;

const openDoubt = (doubt) => {
  atDoubt = DOUBTS.indexOf(doubt);
  if (doubt.fact !== null) go({ v: "page", f: factNumber(doubt.fact) });
  else if (doubt.number !== null) go({ v: "page", n: doubt.number });
  else if (doubt.page !== null) go({ v: "page", p: pageNumber(doubt.page), l: doubt.line });
};
const stepDoubt = (step) => {
  if (DOUBTS.length === 0) { announce(say("no doubts")); return; }
  const next = atDoubt < 0 ? (step > 0 ? 0 : DOUBTS.length - 1) : (atDoubt + step + DOUBTS.length) % DOUBTS.length;
  openDoubt(DOUBTS[next]);
  const { group, code, detail } = DOUBTS[next];
  announce(say("doubt n of m", next + 1, DOUBTS.length) + " " + say("group " + group) + " " + code + " " + (detail || ""));
};
// Facts and pages are counted over all files of a run, so that an address holds in each of them.
const factNumber = (row) => row + (isIndex ? 0 : DATA.firstFact);
const pageNumber = (at) => at + (isIndex ? 0 : DATA.firstPage);
