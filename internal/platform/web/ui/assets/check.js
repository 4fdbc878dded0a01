// The inspection of a piece by keys: J and K go from row to row, A accepts. They are deaf
// while somebody types, and can be switched off.
(function () {
  "use strict";
  var form = document.querySelector("form[data-check]");
  if (!form) return;
  var bar = form.querySelector("[data-keys]"), box = bar.querySelector("input"), key = "hiroba-check-keys";
  bar.hidden = false;
  try { box.checked = localStorage.getItem(key) !== "off"; } catch (e) { /* the browser keeps nothing */ }
  box.addEventListener("change", function () {
    try { localStorage.setItem(key, box.checked ? "on" : "off"); } catch (e) { /* it holds for this page */ }
  });
  form.querySelectorAll("[data-take]").forEach(function (b) {
    b.hidden = false;
    b.addEventListener("click", function () {
      var field = document.getElementById(b.dataset.take);
      field.value = b.dataset.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
  form.addEventListener("keydown", function (e) {
    if (e.key === "Enter" && e.target.tagName === "INPUT") e.preventDefault(); // a key does not decide
  });
  function step(by) {
    var rows = [].filter.call(form.querySelectorAll("[data-row]"), function (r) { return r.offsetParent; });
    var at = rows.indexOf(document.activeElement.closest("[data-row]")), to = rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
    if (to) { to.focus({ preventScroll: true }); to.scrollIntoView({ block: "start" }); }
  }
  document.addEventListener("keydown", function (e) {
    if (!box.checked || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName) && e.target.type !== "checkbox") return;
    var k = e.key.toLowerCase();
    if (k === "j") step(1);
    else if (k === "k") step(-1);
    else if (k === "a") { e.preventDefault(); form.requestSubmit(form.querySelector("[data-accept]")); }
  });
})();
