/* The questionnaire without waiting: sums and changes as one types, blocks pasted from Excel, saved in the background.
   Everything works without this too, by the buttons. Only what was touched is sent, so a page that stood open overwrites
   nothing that somebody else has filled in meanwhile. */
(function () {
  "use strict";
  const form = document.querySelector("form.answers");
  if (!form) return;
  document.documentElement.classList.add("has-script");
  const PAUSE = 1200;
  const LARGE = 50;
  const held = new Set();
  const touched = new Set();
  let timer = 0;

  function isAnswer(name) {
    return name.startsWith("v:") || name.startsWith("e:");
  }

  function differs(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.tagName === "SELECT") return Array.from(field.options).some((option) => option.selected !== option.defaultSelected);
    return field.value !== field.defaultValue;
  }

  function changedNames() {
    const names = new Set();
    for (const field of form.elements) {
      if (!field.name || !isAnswer(field.name)) continue;
      if (touched.has(field.name) || field.hasAttribute("data-always") || differs(field)) names.add(field.name);
    }
    return names;
  }

  let inBackground = false;
  form.addEventListener("formdata", (event) => {
    const changed = changedNames();
    for (const name of new Set(event.formData.keys())) {
      if (isAnswer(name) && (!changed.has(name) || (inBackground && held.has(name)))) event.formData.delete(name);
    }
  });

  function saveSoon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => {
      inBackground = true;
      window.htmx.trigger(form, "survey:changed");
      inBackground = false;
    }, PAUSE);
  }

  function number(text) {
    const plain = text.replace(/[,，\s]/g, "").replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10));
    const match = /^([-+]?\d+(?:\.\d+)?)(万元|万|元)?[^\d]*$/.exec(plain);
    if (!match) return null;
    return Number(match[1]) * (match[2] && match[2].startsWith("万") ? 10000 : 1);
  }

  function spoken(value) {
    return value.toLocaleString("en-US", { maximumFractionDigits: 2 });
  }

  function total(fields) {
    const numbers = fields.map((field) => number(field.value)).filter((value) => value !== null);
    return numbers.length ? spoken(numbers.reduce((sum, value) => sum + value, 0)) : "";
  }

  function addUp(table) {
    if (!table.dataset.sums) return;
    const rows = Array.from(table.tBodies[0].rows).map((row) => Array.from(row.querySelectorAll("input[type=text]")));
    Array.from(table.tBodies[0].rows).forEach((row, place) => {
      const output = row.querySelector("[data-row-sum]");
      if (output) output.textContent = total(rows[place]);
    });
    table.querySelectorAll("[data-column-sum]").forEach((output, place) => {
      output.textContent = total(rows.map((row) => row[place]).filter(Boolean));
    });
    const all = table.querySelector("[data-sum]");
    if (all) all.textContent = total(rows.flat());
  }

  function compare(field) {
    const output = form.querySelector('[data-change="' + field.id + '"]');
    if (!output || !field.dataset.last) return;
    const now = number(field.value);
    const before = Number(field.dataset.last);
    output.classList.remove("is-large");
    if (now === null || !before) {
      output.textContent = "";
    } else if (now === before) {
      output.textContent = "持平";
    } else {
      const percent = (Math.abs(now - before) / Math.abs(before)) * 100;
      output.textContent = (now > before ? "增 " : "减 ") + percent.toLocaleString("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 }) + "%";
      output.classList.toggle("is-large", percent > LARGE);
    }
  }

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.name || !isAnswer(field.name)) return;
    touched.add(field.name);
    held.delete(field.name);
    const table = field.closest("table");
    if (table) addUp(table);
    else compare(field);
    saveSoon();
  });

  /* A block of cells from a spreadsheet: rows by line, columns by tab, spread from the box where it was pasted. */
  form.addEventListener("paste", (event) => {
    const field = event.target;
    const table = field.closest && field.closest("table.answer-table");
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!table || field.tagName !== "INPUT" || !/[\t\n]/.test(text.replace(/\n$/, ""))) return;
    event.preventDefault();
    const lines = text.replace(/\r/g, "").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const grid = Array.from(table.tBodies[0].rows).map((row) => Array.from(row.querySelectorAll("input[type=text]")));
    const top = grid.findIndex((row) => row.includes(field));
    const left = grid[top].indexOf(field);
    let filled = 0;
    lines.forEach((line, down) => line.forEach((cell, across) => {
      const box = grid[top + down] && grid[top + down][left + across];
      if (!box) return;
      box.value = cell.trim();
      touched.add(box.name);
      held.delete(box.name);
      filled += 1;
    }));
    addUp(table);
    say("已粘贴 " + filled + " 格" + (lines.flat().length > filled ? "，超出表格的 " + (lines.flat().length - filled) + " 格没有粘贴" : ""));
    saveSoon();
  });

  function say(text) {
    const state = document.getElementById("save-state");
    if (state) state.textContent = text;
  }

  /* Somebody else has changed this cell meanwhile: said beside the box, and the box is left alone until one decides. */
  function tellBeside(cell) {
    held.add("v:" + cell).add("e:" + cell);
    const id = "c-" + cell.replaceAll("/", "-");
    const field = document.getElementById(id);
    const link = document.querySelector('#problems a[href="#' + id + '"]');
    if (!field || !link) return;
    const place = field.closest(".line");
    const told = document.getElementById(id + "-held") || document.createElement("p");
    told.id = id + "-held";
    told.className = "cell-error";
    told.textContent = link.textContent + "修改此格，或按“保存”，即以您填写的为准。";
    place.append(told);
  }

  /* What the server answers to a save in the background. */
  form.addEventListener("htmx:afterSwap", () => {
    const told = document.querySelector("#save-state [data-version]");
    if (!told) return;
    form.elements.version.value = told.dataset.version;
    told.dataset.held.split(" ").filter(Boolean).forEach(tellBeside);
    const hidden = new Set(told.dataset.hidden.split(" "));
    form.querySelectorAll(".line").forEach((line) => { line.hidden = hidden.has(line.id.slice(2)); });
  });
  form.addEventListener("htmx:sendError", () => say("网络不通，还没有保存。恢复后继续填写即会保存。"));
  form.addEventListener("htmx:responseError", () => say("没有自动保存，请按“保存”查看原因。"));

  form.querySelectorAll("input[data-last]").forEach(compare);
  if (window.matchMedia("(max-width: 63.99rem)").matches) {
    document.querySelectorAll(".part-nav details").forEach((parts) => { parts.open = false; });
  }
})();
