/* How long a place is still held; the time itself stands on the page without this. */
(function () {
  "use strict";
  const box = document.querySelector("[data-until]");
  if (!box) return;
  const left = box.querySelector("[data-left]");
  const until = Date.parse(box.dataset.until);
  function tick() {
    const seconds = Math.max(Math.floor((until - Date.now()) / 1000), 0);
    if (!seconds) {
      box.classList.add("is-over");
      left.textContent = "（已到时限，请重新选择时段；填写的内容会保留）";
      return;
    }
    left.textContent = "（还剩 " + Math.floor(seconds / 60) + " 分 " + String(seconds % 60).padStart(2, "0") + " 秒）";
    window.setTimeout(tick, 1000);
  }
  tick();
})();
