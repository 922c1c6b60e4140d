/* A return under review: "q" opens the question of the current row, the button counts the questions that are written. */
(function () {
  "use strict";

  const form = document.querySelector(".review-form");
  if (!form) return;
  const boxes = () => Array.from(form.querySelectorAll("textarea[data-cell]"));
  const back = form.querySelector("button[data-label]");

  function count() {
    if (!back) return;
    const written = boxes().filter((box) => box.value.trim()).length;
    back.querySelector("span").textContent = `${back.dataset.label}（${written} 处询问）`;
  }

  function open(row) {
    const details = row && row.querySelector("details");
    const box = details && details.querySelector("textarea");
    if (!box) return;
    details.open = true;
    box.focus();
  }

  form.addEventListener("input", count);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey || event.key !== "q") return;
    event.preventDefault();
    open(form.querySelector("tr.is-current"));
  });

  const asked = new URLSearchParams(window.location.search).get("ask");
  if (asked) open(document.getElementById("cell-" + asked));
  count();
})();
