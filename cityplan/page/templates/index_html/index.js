// The list of briefs in an index page: search, filters, order. The values of the controls are the
// state; the address after # keeps it, so that a filtered view can be shared.
"use strict";
for (const table of document.querySelectorAll("table.briefs")) {
  const controls = document.querySelector(".controls");
  const count = document.querySelector(".count");
  const none = document.querySelector(".none");
  const fields = [...controls.querySelectorAll("input, select")];
  const sorting = controls.querySelector("[name=sort]");
  const selects = fields.filter((field) => field.localName === "select" && field !== sorting);
  const filters = [...new Set(fields.filter((field) => field !== sorting).map((field) => field.name))];
  const heads = [...table.tHead.rows[0].cells];
  const collator = new Intl.Collator("ja", { numeric: true });

  // To a reader who searches ｶﾅ, カナ and かな are the same, and so are Ａ, A and a.
  const fold = (text) =>
    text.normalize("NFKC").toLowerCase()
      .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

  const rows = [...table.tBodies[0].rows].map((element, place) => ({
    element,
    place,
    words: fold(element.dataset.words),
    marks: (element.dataset.mark ?? "").split(" "),
  }));

  const isSet = (field) => (field.type === "checkbox" ? field.checked : field.value !== "");
  const wanted = (name) => {
    const values = fields.filter((field) => field.name === name && isSet(field)).map((field) => field.value);
    return name === "q" ? values.flatMap((text) => fold(text).split(/\s+/).filter(Boolean)) : values;
  };
  const fits = ({ element, words, marks }, name, values) => {
    if (name === "q") return values.every((value) => words.includes(value));
    if (name === "mark") return values.some((value) => marks.includes(value));
    return values.includes(element.dataset[name]);
  };

  // Each option tells how many briefs it would leave; one that leaves none cannot be chosen.
  const labels = new Map(selects.flatMap((select) => [...select.options].slice(1)).map((option) => [option, option.text]));
  const tell = (select, left) => {
    for (const option of [...select.options].slice(1)) {
      const found = left.get(option.value) ?? 0;
      option.textContent = `${labels.get(option)}（${found}）`;
      option.hidden = option.disabled = !found && !option.selected;
    }
  };

  const filter = () => {
    const asked = filters.map((name) => [name, wanted(name)]).filter(([, values]) => values.length);
    const left = new Map(selects.map((select) => [select.name, new Map()]));
    let shown = 0;
    for (const row of rows) {
      const missed = asked.filter(([name, values]) => !fits(row, name, values)).map(([name]) => name);
      row.element.hidden = missed.length > 0;
      if (!missed.length) shown += 1;
      for (const [name, found] of left)
        if (missed.every((each) => each === name)) {
          const value = row.element.dataset[name];
          found.set(value, (found.get(value) ?? 0) + 1);
        }
    }
    for (const select of selects) tell(select, left.get(select.name));
    count.textContent = `${rows.length.toLocaleString("ja")}件中${shown.toLocaleString("ja")}件`;
    count.classList.toggle("screen", shown === rows.length); // a part that is printed says so
    none.hidden = shown > 0;
  };

  // What is not known comes last in both directions; what is alike keeps the order of the page.
  const valueOf = ({ element }, at, kind) => {
    const { dataset, textContent } = element.cells[at];
    const text = dataset.value ?? textContent.trim();
    return text === "" ? null : kind === "text" ? text : Number(text);
  };
  let order = "";
  const sort = () => {
    if (order === sorting.value) return;
    order = sorting.value;
    const name = order.replace("-", "");
    const sign = order.startsWith("-") ? -1 : 1;
    const at = heads.findIndex((head) => head.dataset.name === name);
    const kind = heads[at]?.dataset.kind;
    const values = new Map(rows.map((row) => [row, at < 0 ? row.place : valueOf(row, at, kind)]));
    const compare = kind === "text" ? collator.compare : (one, other) => one - other;
    const sorted = [...rows].sort((one, other) => {
      const [first, second] = [values.get(one), values.get(other)];
      if (first === null || second === null) return (first === null) - (second === null);
      return sign * compare(first, second);
    });
    table.tBodies[0].append(...sorted.map((row) => row.element));
    for (const head of heads) {
      if (head.dataset.name === name) head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    }
  };

  const show = () => {
    filter();
    sort();
  };
  const keep = () => {
    const state = new URLSearchParams(fields.filter(isSet).map((field) => [field.name, field.value]));
    history.replaceState(null, "", String(state) ? `#${state}` : location.href.split("#")[0]);
  };
  const restore = () => {
    const state = new URLSearchParams(location.hash.slice(1));
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = state.getAll(field.name).includes(field.value);
      else field.value = state.get(field.name) ?? "";
      if (field.selectedIndex < 0) field.value = ""; // a value that the page does not have
    }
    show();
  };
  const change = () => {
    show();
    keep();
  };

  for (const head of heads.filter((each) => each.dataset.kind)) {
    const { name, kind } = head.dataset;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    const [first, second] = kind === "count" ? [`-${name}`, name] : [name, `-${name}`];
    button.addEventListener("click", () => {
      sorting.value = sorting.value === first ? second : first;
      change();
    });
  }
  controls.addEventListener("input", change);
  controls.querySelector("button").addEventListener("click", () => {
    for (const field of fields) {
      if (field.type === "checkbox") field.checked = false;
      else field.value = "";
    }
    change();
  });
  addEventListener("hashchange", () => {
    if (!location.hash || location.hash.includes("=")) restore(); // not a jump within the page
  });
  controls.hidden = count.hidden = false;
  restore();
}
