/* Offers the phone's own position where the browser can tell it. Asked for at a press only, never needed. */
(function () {
  "use strict";
  const button = document.querySelector("[data-ask-position]");
  if (!button || !navigator.geolocation || !window.isSecureContext) {
    return;
  }
  const form = button.form;
  const state = form.parentElement.querySelector("[data-position-state]");
  button.hidden = false;
  button.addEventListener("click", function () {
    state.textContent = "正在询问位置……";
    navigator.geolocation.getCurrentPosition(
      function (found) {
        form.elements.place.value = "";
        form.elements.longitude.value = found.coords.longitude.toFixed(5);
        form.elements.latitude.value = found.coords.latitude.toFixed(5);
        form.submit();
      },
      function () {
        state.textContent = "没有取得位置，请输入地名查询。";
      },
      { timeout: 10000, maximumAge: 60000 }
    );
  });
  form.addEventListener("submit", function () {
    if (form.elements.place.value) {
      form.elements.longitude.value = "";
      form.elements.latitude.value = "";
    }
  });
})();
