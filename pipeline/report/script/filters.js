// Fields that narrow a table down; what they hold is part of the address, so that it is there again
// when one comes back from a page, be it in another file.

const CHOICES = 400;
const field = (form, name, title, control) => {
  control.id = name;
  control.name = name;
  const label = element("label");
  put(label, put(element("span"), element("span", say(title))), control);
  label.dataset.title = title;
  form.append(label);
  return control;
};
const search = (form, name, title) => {
  const input = field(form, name, title, element("input"));
  input.type = "search";
  return input;
};
// A field to write in that offers the words of a column.
const offering = (form, name, title, words) => {
  const input = search(form, name, title);
  const list = element("datalist");
  list.id = name + "-words";
  for (const word of words) option(list, word, word);
  input.setAttribute("list", list.id);
  form.append(list);
  return input;
};
const choice = (form, name, title, values, wordOf) => {
  const select = field(form, name, title, element("select"));
  const fill = () => {
    const before = select.value;
    select.replaceChildren();
    option(select, "", say("all"));
    for (const value of values) option(select, value, wordOf(value));
    select.value = before;
  };
  fill();
  redraws.push(fill);
  return select;
};
// The words of a column, the commonest first, as many as a list can hold.
const common = (table, name) => {
  const { words, cells } = table.columns[name];
  const counts = new Uint32Array(words.length);
  for (const cell of cells) counts[cell] += 1;
  return words.map((word, index) => [word, counts[index]]).filter(([word]) => word !== null && word !== "")
    .sort((a, b) => b[1] - a[1] || inOrder(a[0], b[0])).slice(0, CHOICES).map(([word]) => String(word));
};
const codesIn = (table) => [...new Set(table.columns.problems.words.flatMap((codes) => codes.split(" ")))]
  .filter(Boolean).sort();
const holds = (text) => (word) => word !== null && String(word).toLowerCase().includes(text);
// The rest of a long form: on a phone it shows one field until more are asked for.
const endForm = (form, action) => {
  form.classList.add("long");
  const more = button(say("more filters"), () => {
    more.setAttribute("aria-expanded", form.classList.toggle("open"));
  }, "more-filters");
  more.setAttribute("aria-expanded", "false");
  form.firstChild.after(more);
  form.append(button(say("clear"), () => { form.reset(); action(); filtersChanged(); }, "clear"));
  redraws.push(() => {
    form.querySelector(".clear").textContent = say("clear");
    more.textContent = say("more filters");
  });
};
const retitle = (form) => {
  for (const label of form.querySelectorAll("label")) label.firstChild.firstChild.textContent = say(label.dataset.title);
};

// Not every browser tells of a choice by `input`. A field one wrote in tells `change` when one leaves
// it, by a click on a row perhaps, which must not be drawn away under the pointer.
const listen = (form, action) => {
  const act = () => { action(); filtersChanged(); };
  form.addEventListener("input", act);
  form.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") act(); });
  form.addEventListener("submit", (event) => event.preventDefault());
};

const FILTERS = new Map();
// view: whose fields these are.  table: its order goes into the address too.
const keepFilters = (view, controls, table) => {
  const empty = Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
  FILTERS.set(view, {
    state: () => {
      const made = {};
      for (const [name, control] of Object.entries(controls)) if (control.value !== empty[name]) made[name] = control.value;
      const order = table.order();
      if (order) Object.assign(made, { by: order.key, down: order.down ? "1" : null });
      return made;
    },
    fill: (wanted) => {
      for (const [name, control] of Object.entries(controls)) control.value = wanted.has(name) ? wanted.get(name) : empty[name];
      table.orderBy(wanted.get("by"), wanted.get("down") === "1");
    },
  });
};
const filtersOf = (view) => (FILTERS.has(view) ? FILTERS.get(view).state() : {});
// Written a moment after the last letter: a browser takes only so many addresses in a row.
let noting = 0;
const noteFilters = () => {
  clearTimeout(noting);
  noting = 0;
  if (!FILTERS.has(shownView)) return;
  const made = address({ v: shownView, ...filtersOf(shownView) });
  if (made !== location.hash) history.replaceState(null, "", made);
};
const filtersChanged = () => {
  clearTimeout(noting);
  noting = setTimeout(noteFilters, 250);
};
