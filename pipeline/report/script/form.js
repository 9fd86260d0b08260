// Correcting a fact, and adding one by marking its number in the text.

// What is marked in the clean or raw text: raw offsets, and the number that stands there, if any.
let selection = null;
const offsetAt = (node, offset) => {
  const piece = (node.nodeType === 3 ? node.parentElement : node).closest("[data-at]");
  if (piece === null) return null;
  const before = piece.classList.contains("hidden-char") || node.nodeType !== 3 ? 0
    : Array.from(node.data.slice(0, offset)).length;
  return Number(piece.dataset.at) + before;
};
const readSelection = () => {
  const made = getSelection();
  if (made.isCollapsed || made.rangeCount === 0) return null;
  const range = made.getRangeAt(0);
  const cellOf = (node) => (node.nodeType === 3 ? node.parentElement : node).closest(".clean, .rawline");
  const cell = cellOf(range.startContainer);
  if (cell === null || cell !== cellOf(range.endContainer) || !$("text").contains(cell)) return null;
  const start = offsetAt(range.startContainer, range.startOffset);
  const end = offsetAt(range.endContainer, range.endOffset);
  if (start === null || end === null || end <= start) return null;
  const page = DATA.pages[openPage];
  let span = [start, end];
  if (cell.classList.contains("clean")) span = rawSpan(page.articles[Number(cell.dataset.article)], start, end);
  const quote = cell.classList.contains("clean")
    ? cut(page.articles[Number(cell.dataset.article)], start, end) : page.points.slice(start, end).join("");
  return { page, span, quote };
};
const marked = (page) => {
  if (selection === null || selection.page !== page) return [];
  const found = selection;
  const part = element("section", undefined, "marked");
  put(part, element("h4", say("marked text")), element("p", found.quote, "quote"),
    button(say("add a fact"), () => openForm({ page, quote: found.quote, raw: page.points.slice(...found.span).join(""), span: spanOf(page, ...found.span) }), "deed"));
  return [part];
};
document.addEventListener("selectionchange", () => {
  if (isIndex || openPage < 0 || $("view-page").hidden) return;
  const found = readSelection();
  if (found === null && selection === null) return;
  // A click into the record does not undo the mark.
  if (found === null && getSelection().anchorNode !== null && !$("text").contains(getSelection().anchorNode)) return;
  selection = found;
  const old = $("record").querySelector(".marked");
  if (old !== null) old.remove();
  $("record").prepend(...marked(DATA.pages[openPage]));
});

const openForm = ({ page, number = null, fact = null, fields = {}, quote = null, raw = null, span = null }) => {
  const dialog = $("form");
  const adding = fact === null;
  const form = element("form");
  form.method = "dialog";
  const title = element("h2", say(adding ? "add a fact" : "correct the fact"));
  title.id = "title-form";
  put(form, title, element("p", quote || number.quote, "quote"));
  const grid = element("div", undefined, "grid");
  const inputs = {};
  const before = fact || { kind: "level", qualifier: number ? number.qualifier : "exact", modality: "actual",
    value: number ? number.value : "", unit: number ? number.unit : "", base_unit: number ? number.base_unit : "" };
  for (const name of FIELDS) {
    const input = element(CHOSEN_FROM[name] ? "select" : "input");
    for (const value of CHOSEN_FROM[name] || []) option(input, value, say(value));
    input.value = fields[name] !== undefined ? fields[name] : before[name] || "";
    if (fields[name] !== undefined) input.classList.add("taken");
    inputs[name] = input;
    grid.append(put(element("label"), element("span", say(name)), input));
  }
  form.append(grid);
  const save = element("button", say(adding ? "add" : "keep"), "deed accept");
  save.type = "submit";
  put(form, put(element("div", undefined, "deeds"), save, button(say("cancel"), () => dialog.close(), "deed")));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const changed = {};
    for (const name of FIELDS) {
      const value = inputs[name].value.trim();
      if (adding ? value !== "" : value !== (before[name] || "")) changed[name] = value === "" ? null : value;
    }
    if (quote !== null) changed.quote = quote;
    if (Object.keys(changed).length === 0) { dialog.close(); return; }
    const place = span || placeOfNumber(number);
    decide(page, adding ? "add" : "correct", place, number ? number.raw : raw, { fact, number, fields: changed }).then((done) => {
      if (!done) return;
      dialog.close();
      selection = null;
      drawRecord();
    });
  });
  dialog.replaceChildren(form);
  dialog.showModal();
};
