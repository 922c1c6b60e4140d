/* Words of the report with figures as chips: they can be moved, not changed. The text field stays the truth. */
(function () {
  "use strict";

  const SLOT = /\{\{([^{}]*)\}\}/;
  const printed = new Map();
  document.querySelectorAll("[data-slot-values] tbody tr").forEach((row) => {
    printed.set(row.cells[0].textContent.trim(), row.cells[1].textContent.trim());
  });

  function chip(text) {
    const mark = document.createElement("span");
    mark.className = "slot-chip";
    mark.contentEditable = "false";
    mark.draggable = true;
    mark.dataset.slot = text;
    mark.title = text;
    mark.textContent = printed.get(text) || text;
    return mark;
  }

  function fill(editor, text) {
    editor.textContent = "";
    text.split(SLOT).forEach((part, place) => {
      if (place % 2) editor.append(chip(part));
      else if (part) editor.append(document.createTextNode(part));
    });
  }

  function read(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.dataset && node.dataset.slot !== undefined) return "{{" + node.dataset.slot + "}}";
    const inside = Array.from(node.childNodes).map(read).join("");
    if (node.nodeName === "BR") return "\n";
    return node.nodeName === "DIV" && node.previousSibling ? "\n" + inside : inside;
  }

  document.querySelectorAll("textarea[data-slots]").forEach((field) => {
    const editor = document.createElement("div");
    editor.className = "slot-editor";
    editor.contentEditable = "true";
    editor.setAttribute("role", "textbox");
    editor.setAttribute("aria-multiline", "true");
    editor.setAttribute("aria-label", "文字");
    fill(editor, field.value);
    field.before(editor);
    field.hidden = true;
    let moved = null;
    editor.addEventListener("input", () => { field.value = Array.from(editor.childNodes).map(read).join(""); });
    editor.addEventListener("paste", (event) => {
      event.preventDefault();
      document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
    });
    editor.addEventListener("dragstart", (event) => { moved = event.target.closest(".slot-chip"); });
    editor.addEventListener("drop", (event) => {
      const range = document.caretRangeFromPoint(event.clientX, event.clientY);
      if (!moved || !range) return;
      event.preventDefault();
      range.insertNode(moved);
      moved = null;
      editor.dispatchEvent(new Event("input"));
    });
  });
})();
