// hiroba's own script: makes pages kinder, never needed for a task.
(function () {
  "use strict";
  var sum = document.querySelector(".errsum");
  if (sum) sum.focus();
  document.addEventListener("submit", function (e) {
    var f = e.target, b = e.submitter || f.querySelector("button");
    if (f.dataset.sent) { e.preventDefault(); return; }
    if (f.method === "post") { f.dataset.sent = "1"; if (b) b.setAttribute("aria-busy", "true"); }
    dirty = false;
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (f) { delete f.dataset.sent; });
    document.querySelectorAll("button[aria-busy]").forEach(function (b) { b.removeAttribute("aria-busy"); });
  });
  var dirty = false;
  document.querySelectorAll("form[data-guard]").forEach(function (f) {
    f.addEventListener("input", function () { dirty = true; });
  });
  window.addEventListener("beforeunload", function (e) { if (dirty) e.preventDefault(); });
  document.addEventListener("htmx:after:swap", function () {
    var board = document.getElementById("board");
    if (board && document.activeElement === document.body) board.focus();
  });
  // A page about work that goes on is fetched anew until the work is done.
  function progress() {
    var old = document.querySelector("[data-progress]");
    if (!old) return;
    fetch(location.href).then(function (r) { return r.text(); }).then(function (t) {
      var now = new DOMParser().parseFromString(t, "text/html").querySelector("[data-progress]");
      if (!now) { location.reload(); return; }
      old.replaceChildren.apply(old, Array.from(now.childNodes));
      setTimeout(progress, 1000);
    }).catch(function () { setTimeout(progress, 3000); });
  }
  setTimeout(progress, 700);
  document.querySelectorAll("[data-print]").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () { window.print(); });
  });
})();
