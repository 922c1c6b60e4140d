/* Keys for officials: "/" goes to the search box, j and k move through the rows of a list, Enter opens the row. */
(function () {
  "use strict";

  const ROWS = "#result_list tbody tr, .data-table tbody tr";

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT|BUTTON|SUMMARY)$/.test(target.tagName);
  }

  function rows() {
    return Array.from(document.querySelectorAll(ROWS)).filter((row) => row.offsetParent !== null);
  }

  function currentIndex(all) {
    return all.findIndex((row) => row.classList.contains("is-current"));
  }

  function move(step) {
    const all = rows();
    if (!all.length) return;
    const from = currentIndex(all);
    const to = Math.min(Math.max(from + step, 0), all.length - 1);
    all.forEach((row) => row.classList.remove("is-current"));
    all[to].classList.add("is-current");
    all[to].scrollIntoView({ block: "nearest" });
    const link = all[to].querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  }

  function focusSearch() {
    const box = document.querySelector("#searchbar, .filter-bar input[type=search], .filter-bar input[type=text]");
    if (box) {
      box.focus();
      box.select();
    }
    return Boolean(box);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/" && focusSearch()) event.preventDefault();
    else if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "Enter" && event.target === document.body) {
      const all = rows();
      const link = currentIndex(all) >= 0 && all[currentIndex(all)].querySelector("a[href]");
      if (link) link.click();
    }
  });
})();
