// The door: marks are kept in the browser first and sent when the line is there. Each mark has
// an id made here, so sending it twice counts once.
(function () {
  "use strict";
  var root = document.querySelector("[data-door]");
  if (!root) return;
  var key = "hiroba-door-" + root.dataset.door, queue = [];
  try { queue = JSON.parse(localStorage.getItem(key) || "[]"); } catch (e) { queue = []; }
  var line = root.querySelector("[data-unsent]"), count = root.querySelector("[data-count]");
  function keep() {
    localStorage.setItem(key, JSON.stringify(queue));
    line.hidden = queue.length === 0;
    line.querySelector("b").textContent = queue.length;
  }
  var sending = false;
  function send() {
    if (sending || !queue.length) return;
    sending = true;
    var part = queue.slice(0, 50);
    fetch(root.dataset.send, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ marks: part }) })
      .then(function (r) { if (!r.ok) throw new Error(r.status); return r.json(); })
      .then(function (a) {
        queue = queue.filter(function (m) { return !part.some(function (p) { return p.id === m.id; }); });
        keep(); count.textContent = a.came; sending = false; if (queue.length) send();
      })
      .catch(function () { sending = false; });
  }
  root.addEventListener("submit", function (e) {
    var f = e.target;
    if (!f.dataset.mark) return;
    e.preventDefault();
    e.stopPropagation();
    var b = f.querySelector("button"), card = f.closest("li"), kind = f.dataset.mark;
    queue.push({ id: crypto.randomUUID(), signup: f.dataset.signup || "", kind: kind, adults: Number((f.elements.adults || {}).value || 1), at: new Date().toISOString() });
    keep();
    count.textContent = Number(count.textContent) + Number(f.dataset.people || (f.elements.adults || {}).value || 1) * (kind === "undo" ? -1 : 1);
    var was = root.querySelector("[data-result]");
    was.hidden = false;
    was.querySelector("b").textContent = f.dataset.say;
    if (card) card.querySelectorAll("form").forEach(function (x) { x.hidden = !x.hidden; });
    if (b) b.blur();
    send();
  }, true);
  keep();
  send();
  setInterval(send, 5000);
  window.addEventListener("online", send);
})();
