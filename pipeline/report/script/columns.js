// Facts, numbers and problems as columns: for each row the number of its word, so that a filter
// looks at every different word once and then at small numbers only.

const columnOf = (words, cells) => ({ words, cells: Uint32Array.from(cells) });
class Builder {
  constructor(names) {
    this.names = names;
    this.known = names.map(() => new Map());
    this.cells = names.map(() => []);
  }
  add(row) {
    row.forEach((cell, index) => {
      const known = this.known[index];
      let number = known.get(cell);
      if (number === undefined) { number = known.size; known.set(cell, number); }
      this.cells[index].push(number);
    });
  }
  table() {
    return tableOf(Object.fromEntries(this.names.map((name, index) =>
      [name, columnOf([...this.known[index].keys()], this.cells[index])])));
  }
}
const tableOf = (columns) => {
  const first = Object.values(columns)[0];
  return {
    columns,
    length: first.cells.length,
    get: (name, row) => columns[name].words[columns[name].cells[row]],
  };
};
const read = (columns) => tableOf(Object.fromEntries(Object.entries(columns)
  .map(([name, column]) => [name, columnOf(column.words, column.cells)])));
// Several tables, each with words of its own, one behind the other. moved: of each table and of
// some columns what is to be added to their words.
const joined = (names, tables, moved) => {
  const length = tables.reduce((sum, table) => sum + table[names[0]].cells.length, 0);
  return tableOf(Object.fromEntries(names.map((name) => {
    const known = new Map();
    const cells = new Uint32Array(length);
    let at = 0;
    tables.forEach((table, index) => {
      const column = table[name];
      const more = moved[index][name] || 0;
      const numbers = column.words.map((word) => {
        const own = more && word !== null ? word + more : word;
        let number = known.get(own);
        if (number === undefined) { number = known.size; known.set(own, number); }
        return number;
      });
      for (const cell of column.cells) { cells[at] = numbers[cell]; at += 1; }
    });
    return [name, { words: [...known.keys()], cells }];
  })));
};

// Rows that pass: `tests` gives for a column the words that pass; `every` are words to be found.
const rowsThat = (table, tests, every, searched) => {
  const passing = [];
  for (const [name, test] of tests) {
    const { words, cells } = table.columns[name];
    passing.push([cells, Uint8Array.from(words, (word) => (test(word) ? 1 : 0))]);
  }
  const wanted = every.map((needle) => searched.filter((name) => table.columns[name]).map((name) => {
    const { words, cells } = table.columns[name];
    return [cells, Uint8Array.from(words, (word) =>
      (word !== null && String(word).toLowerCase().includes(needle) ? 1 : 0))];
  }));
  const out = new Uint32Array(table.length);
  let count = 0;
  rows: for (let row = 0; row < table.length; row += 1) {
    for (const [cells, passes] of passing) if (passes[cells[row]] === 0) continue rows;
    for (const needle of wanted) {
      let found = false;
      for (const [cells, passes] of needle) if (passes[cells[row]] === 1) { found = true; break; }
      if (!found) continue rows;
    }
    out[count] = row;
    count += 1;
  }
  return out.slice(0, count);
};
// The place of each word of a column among its sorted words; nothing comes last.
const ranksOf = (column, by) => {
  if (column.ranks === undefined) {
    const order = column.words.map((word, index) => index).sort((a, b) => {
      const left = column.words[a];
      const right = column.words[b];
      if (left === null || right === null) return (left === null) - (right === null);
      return by === "number" ? numeric(String(left)) - numeric(String(right)) : inOrder(left, right);
    });
    column.ranks = new Uint32Array(order.length);
    order.forEach((word, rank) => { column.ranks[word] = rank; });
  }
  return column.ranks;
};
const sorted = (table, rows, name, by, down) => {
  const column = table.columns[name];
  const ranks = ranksOf(column, by);
  const sign = down ? -1 : 1;
  return rows.sort((a, b) => sign * (ranks[column.cells[a]] - ranks[column.cells[b]]) || a - b);
};
