// A table that draws only the rows that are in sight, however many there are.

const ROW = 33;
const SPARE = 12;

const makeTable = (table, columns, open) => {
  const scroller = table.parentElement;
  const head = element("thead");
  const body = element("tbody");
  table.replaceChildren(head, body);
  let rows = new Uint32Array(0);
  let order = null;
  let changed = () => {};
  let first = -1;
  let last = -1;
  let all = false;
  // A table that is not shown forgets how far it was scrolled.
  let top = 0;

  const drawHead = () => {
    const row = element("tr");
    for (const column of columns) {
      const cell = element("th", undefined, column.name);
      cell.scope = "col";
      // On paper a button stands on the first sheet only; words stand on each.
      if (column.sort && !all) {
        cell.setAttribute("aria-sort", order === null || order.key !== column.key ? "none"
          : order.down ? "descending" : "ascending");
        cell.append(button(say(column.title), () => {
          order = { key: column.key, sort: column.sort, down: order !== null && order.key === column.key && !order.down };
          drawHead();
          changed(order);
        }));
      } else {
        cell.textContent = say(column.title);
      }
      row.append(cell);
    }
    head.replaceChildren(row);
  };
  const gap = (height) => {
    const row = element("tr", undefined, "gap");
    const cell = element("td");
    cell.colSpan = columns.length;
    cell.style.height = height + "px";
    row.append(cell);
    row.setAttribute("aria-hidden", "true");
    return row;
  };
  const draw = (force) => {
    const from = all ? 0 : Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE);
    const to = all ? rows.length
      : Math.min(rows.length, Math.ceil((scroller.scrollTop + (scroller.clientHeight || 600)) / ROW) + SPARE);
    if (!force && from === first && to === last) return;
    const focused = document.activeElement !== null && body.contains(document.activeElement)
      ? Number(document.activeElement.dataset.at) : -1;
    first = from;
    last = to;
    const made = [];
    if (from > 0) made.push(gap(from * ROW));
    for (let at = from; at < to; at += 1) {
      const row = element("tr");
      row.dataset.at = at;
      row.tabIndex = 0;
      row.setAttribute("aria-rowindex", at + 2);
      for (const column of columns) {
        const cell = element("td", undefined, column.name);
        column.fill(cell, rows[at]);
        row.append(cell);
      }
      made.push(row);
    }
    if (to < rows.length) made.push(gap((rows.length - to) * ROW));
    body.replaceChildren(...made);
    table.setAttribute("aria-rowcount", rows.length + 1);
    if (focused >= from && focused < to) body.querySelector(`tr[data-at="${focused}"]`).focus({ preventScroll: true });
  };
  const rowAt = (event) => {
    const row = event.target.closest("tr[data-at]");
    return row === null ? -1 : Number(row.dataset.at);
  };
  body.addEventListener("click", (event) => {
    const at = rowAt(event);
    if (at >= 0 && !event.target.closest("button")) open(rows[at]);
  });
  body.addEventListener("keydown", (event) => {
    const at = rowAt(event);
    if (at < 0 || event.target.closest("button")) return;
    if (event.key === "Enter") { event.preventDefault(); open(rows[at]); return; }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined || at + step < 0 || at + step >= rows.length) return;
    event.preventDefault();
    const height = ROW * (at + step);
    if (height < scroller.scrollTop) scroller.scrollTop = height;
    if (height + 3 * ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop += ROW;
    draw(false);
    const next = body.querySelector(`tr[data-at="${at + step}"]`);
    if (next !== null) next.focus({ preventScroll: true });
  });
  scroller.addEventListener("scroll", () => {
    if (scroller.clientHeight === 0) return;
    top = scroller.scrollTop;
    draw(false);
  }, { passive: true });
  window.addEventListener("resize", () => draw(false));
  // Paper has no scroll bar: all rows are drawn, up to what a person would print.
  window.addEventListener("beforeprint", () => { all = rows.length <= 3000; drawHead(); draw(true); });
  window.addEventListener("afterprint", () => { all = false; drawHead(); draw(true); });
  drawHead();
  return {
    show: (found, keep) => {
      rows = found;
      top = keep ? top : 0;
      draw(true);
      if (scroller.scrollTop !== top) { scroller.scrollTop = top; draw(true); }
    },
    redraw: () => { drawHead(); draw(true); },
    onOrder: (action) => { changed = action; },
    order: () => order,
    orderBy: (key, down) => {
      const column = columns.find((one) => one.key === key);
      order = column === undefined ? null : { key, sort: column.sort, down };
      drawHead();
    },
  };
};
const textCell = (read) => (cell, row) => {
  const text = read(row);
  cell.textContent = text === null ? "" : shown(text);
  if (text !== null && String(text).length > 8) cell.title = shown(text);
};
