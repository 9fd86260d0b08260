// The run as columns: put together in the index from what it tells of each file, built from the
// pages in a file that holds them.

const isIndex = DATA.form === "index";
const LOW = Number(DATA.low);

const PAGE = ["page", "number", "status", "date", "paper", "label", "firstLine", "sha256", "facts", "numbers",
  "unresolved", "problems"];
const FACT = ["page", "line", "column", "subject", "subject_type", "indicator", "kind", "value", "base_unit", "qualifier", "period",
  "reference", "modality", "quote", "confidence", "rule", "note", "review", "problems", "sentence"];
const NUMBERS = ["page", "line", "column", "quote", "raw", "role", "value", "base_unit", "rule", "problems"];
// Where the other page of a problem lies: a file and its place there, or its place in the run.
const PROBLEM = isIndex ? null : ["page", ...DATA.columns.problem, "other_file", "other_at"];
const named = (names, row) => Object.fromEntries(names.map((name, index) => [name, row[index]]));

// Built from the pages of this file: what each row of the tables points at.
const numberPlaces = [];
const factPlaces = [];

const fromPages = () => {
  const pages = new Builder(PAGE);
  const facts = new Builder(FACT);
  const numbers = new Builder(NUMBERS);
  const problems = new Builder(PROBLEM);
  const crossing = DATA.more.map((row) => named(["page", ...DATA.columns.problem], row));
  DATA.pages.forEach((page, at) => {
    page.points = Array.from(page.text);
    page.articles.forEach((article) => { article.points = Array.from(article.text); });
    page.numbers = page.numbers.map((row) => named(DATA.columns.number, row));
    page.facts = page.facts.map((row) => named(DATA.columns.fact, row));
    page.problems = page.problems.map((row) => named(DATA.columns.problem, row));
    const codes = new Map();
    for (const problem of page.problems) {
      problems.add([at, ...DATA.columns.problem.map((name) => problem[name]), null, null]);
    }
    page.problems.push(...crossing.filter((problem) => problem.page === at));
    for (const problem of page.problems) {
      const key = problem.line + ":" + problem.column;
      codes.set(key, [...(codes.get(key) || []), problem.code]);
    }
    page.firstNumber = numberPlaces.length;
    page.numbers.forEach((number, index) => {
      number.problems = [...new Set(codes.get(number.line + ":" + number.column) || [])].sort();
      number.facts = [];
      numberPlaces.push([at, index]);
      numbers.add([at, number.line, number.column, number.quote, number.raw, number.role, number.value,
        number.base_unit, number.rule, number.problems.join(" ")]);
    });
    pages.add([page.page, page.number, page.status, page.date, page.paper, page.label, page.firstLine,
      page.sha256, page.facts.length, page.numbers.length,
      page.numbers.filter((number) => number.role === "unresolved").length,
      page.problems.length]);
    page.firstFact = factPlaces.length;
    page.facts.forEach((fact, index) => {
      const number = page.numbers[fact.number];
      number.facts.push(index);
      factPlaces.push([at, index]);
      facts.add([at, number.line, number.column, fact.subject, fact.subject_type, fact.indicator, fact.kind, fact.value, fact.base_unit,
        fact.qualifier, fact.period, fact.reference, fact.modality, number.quote, fact.confidence,
        fact.rule, fact.note, fact.review, number.problems.join(" "),
        number.article === null ? "" : cut(page.articles[number.article], ...fact.sentence)]);
    });
  });
  for (const row of DATA.more) problems.add(row);
  return { pages: pages.table(), facts: facts.table(), numbers: numbers.table(), problems: problems.table() };
};

const cut = (article, start, end) => article.points.slice(start, end).join("");
// Raw offsets of an article's characters.
const originOf = (article) => {
  if (article.places === undefined) {
    article.places = new Uint32Array(article.points.length);
    let clean = 0;
    let raw = 0;
    for (let at = 0; at < article.origin.length; at += 2) {
      raw += article.origin[at];
      for (let left = article.origin[at + 1]; left > 0; left -= 1) {
        article.places[clean] = raw;
        clean += 1;
        raw += 1;
      }
    }
  }
  return article.places;
};
const rawSpan = (article, start, end) => {
  const places = originOf(article).subarray(start, end);
  return [Math.min(...places), Math.max(...places) + 1];
};

// Of each file of the run, in the index: how many pages, facts and numbers stand in those before it.
const FIRSTS = { pages: [0], facts: [0], numbers: [0] };
const fromBlocks = () => {
  const rows = (table) => (table === null ? 0 : Object.values(table)[0].cells.length);
  for (const block of DATA.blocks) {
    for (const [name, firsts] of Object.entries(FIRSTS)) firsts.push(firsts[firsts.length - 1] + rows(block[name]));
  }
  const gathered = (names, of, more) => {
    const held = DATA.blocks.map((block, at) => [of(block), names === PAGE ? {} : { page: FIRSTS.pages[at] }])
      .filter(([table]) => table !== null);
    if (more) held.push([more, {}]);
    return joined(names, held.map(([table]) => table), held.map(([, moved]) => moved));
  };
  const nothing = (rows) => ({ words: [null], cells: new Uint8Array(rows) });
  const facts = (block) => (block.facts === null ? null
    : { ...block.facts, sentence: block.sentences || nothing(rows(block.facts)) });
  return {
    pages: gathered(PAGE, (block) => block.pages),
    facts: gathered(FACT, facts),
    numbers: gathered(NUMBERS, (block) => block.numbers),
    problems: gathered(Object.keys(DATA.more), (block) => block.problems, DATA.more),
  };
};

const STORE = isIndex ? fromBlocks() : fromPages();
DATA.blocks = null;

// Problems of several pages came when the facts and numbers of the index stood already.
const attach = () => {
  const { problems } = STORE;
  const wanted = new Map();
  for (let row = 0; row < problems.length; row += 1) {
    if (problems.get("other_at", row) === null) continue;
    const page = problems.get("page", row);
    if (!wanted.has(page)) wanted.set(page, new Map());
    const key = problems.get("line", row) + ":" + problems.get("column", row);
    wanted.get(page).set(key, [...(wanted.get(page).get(key) || []), problems.get("code", row)]);
  }
  for (const table of wanted.size ? [STORE.facts, STORE.numbers] : []) {
    const { words, cells } = table.columns.problems;
    for (let row = 0; row < table.length; row += 1) {
      const codes = (wanted.get(table.get("page", row)) || new Map()).get(table.get("line", row) + ":" + table.get("column", row));
      if (codes === undefined) continue;
      const all = [...new Set([...words[cells[row]].split(" ").filter(Boolean), ...codes])].sort().join(" ");
      if (!words.includes(all)) words.push(all);
      cells[row] = words.indexOf(all);
    }
  }
};
if (isIndex) attach();

const pageName = (at) => {
  if (at === null) return "";
  const number = STORE.pages.get("number", at);
  const line = STORE.pages.get("firstLine", at);
  return STORE.pages.get("page", at) + (number > 1 ? " #" + number : "") + (line > 1 ? " :" + line : "");
};
