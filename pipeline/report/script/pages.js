// The pages of a run: a table on the first screen, and in the index a view of its own to find one by.

const STATUSES = ["done", "partial", "failed", "skipped"];
const pagesIn = (holder) => {
  const table = makeTable(holder, [
    { key: "page", title: "page", sort: "text", name: "file", fill: (cell, row) => { cell.textContent = shown(pageName(row)); cell.title = shown(pageName(row)); } },
    { key: "status", title: "status", sort: "text", name: "short", fill: (cell, row) => {
      const status = STORE.pages.get("status", row);
      put(cell, element("span", say("status " + status), "status " + status));
    } },
    ...["facts", "numbers", "unresolved", "problems"].map((key) => (
      { key, title: key, sort: "number", name: "number", fill: textCell((row) => STORE.pages.get(key, row)) })),
    { key: "date", title: "date", sort: "text", name: "short wide", fill: textCell((row) => STORE.pages.get("date", row)) },
  ], (row) => go({ v: "page", p: row }));
  const draw = (rows, keep) => {
    const order = table.order();
    table.show(order ? sorted(STORE.pages, rows, order.key, order.sort, order.down) : rows, keep);
  };
  return { ...table, draw };
};

const listForm = $("page-filters");
const listFilters = isIndex ? {
  text: search(listForm, "page-text", "find"),
  status: choice(listForm, "page-status", "status", STATUSES, (status) => say("status " + status)),
  look: choice(listForm, "page-look", "needs a look", ["problems", "unresolved"], say),
} : null;
const listTable = isIndex ? pagesIn($("list-table")) : null;
const drawList = (keep) => {
  const status = listFilters.status.value;
  const look = listFilters.look.value;
  const words = listFilters.text.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const tests = status ? [["status", (word) => word === status]] : [];
  if (look) tests.push([look, (count) => count > 0]);
  const rows = rowsThat(STORE.pages, tests, words, ["page", "date", "paper", "label"]);
  listTable.draw(rows, keep);
  $("found-pages").textContent = say("n of m pages", whole(rows.length), whole(STORE.pages.length));
};
if (isIndex) {
  listTable.onOrder(() => drawList());
  listen(listForm, () => drawList());
  keepFilters("pages", listFilters, listTable);
  redraws.push(() => { retitle(listForm); listTable.redraw(); drawList(true); });
}
