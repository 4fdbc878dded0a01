// The door: marks are kept in the browser first and sent when the line is there. Each mark has
// an id made here, so sending it twice counts once.
(function () {
  "use strict";
  var root = document.querySelector("[data-door]");
  if (!root) return;
  var key = "hiroba-door-" + root.dataset.door, queue = [], last = null, timer = 0, shrink = 0, sending = false;
  try { queue = JSON.parse(localStorage.getItem(key) || "[]"); } catch (e) { queue = []; }
  var $ = function (s) { return root.querySelector(s); };
  var line = $("[data-unsent]"), count = $("[data-count]"), result = $("[data-result]"), search = $("[data-search]");
  function uuid() {
    var b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = b[6] & 15 | 112; b[8] = b[8] & 63 | 128;
    var h = Array.from(b, function (x) { return (x + 256).toString(16).slice(1); }).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }
  function keep() {
    localStorage.setItem(key, JSON.stringify(queue));
    line.hidden = queue.length === 0;
    line.querySelector("b").textContent = queue.length;
  }
  function send() {
    if (sending || !queue.length) return;
    sending = true;
    var part = queue.slice(0, 50);
    fetch(root.dataset.send, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ marks: part }) })
      .then(function (r) { if (!r.ok) throw new Error(r.status); return r.json(); })
      .then(function (a) {
        queue = queue.filter(function (m) { return !part.some(function (p) { return p.id === m.id; }); });
        keep();
        if (!queue.length) count.textContent = a.came;
        sending = false;
        send();
      })
      .catch(function () { sending = false; });
  }
  function show(kind, text, undo) {
    result.hidden = false;
    result.dataset.full = "1";
    result.dataset.kind = kind;
    result.querySelector("b").textContent = text;
    result.querySelector("button").hidden = !undo;
    clearTimeout(timer);
    clearTimeout(shrink);
    shrink = setTimeout(function () { delete result.dataset.full; }, 1600);
    timer = setTimeout(function () { result.hidden = true; }, 10000);
  }
  function flip(card) {
    if (card) card.querySelectorAll("form").forEach(function (x) { x.hidden = !x.hidden; });
  }
  function mark(m, people, card, say) {
    m.id = uuid();
    m.at = new Date().toISOString();
    queue.push(m);
    keep();
    count.textContent = Number(count.textContent) + people * (m.kind === "undo" ? -1 : 1);
    flip(card);
    last = m.kind === "in" ? { m: m, people: people, card: card } : null;
    show(m.kind === "in" ? "ok" : "off", say, m.kind === "in");
    send();
  }
  function act(f) {
    var people = Number(f.dataset.people || 1);
    mark({ signup: f.dataset.signup || "", undoes: f.dataset.undoes || "", kind: f.dataset.mark, adults: people }, people, f.closest("li"), f.dataset.say);
  }
  root.addEventListener("submit", function (e) {
    if (!e.target.dataset.mark) return;
    e.preventDefault();
    e.stopPropagation();
    act(e.target);
  }, true);
  result.querySelector("button").addEventListener("click", function () {
    if (!last) return;
    var l = last;
    mark({ signup: l.m.signup, undoes: l.m.signup ? "" : l.m.id, kind: "undo", adults: l.people }, l.people, l.card, result.dataset.undone);
  });
  result.addEventListener("click", function (e) { if (e.target.tagName !== "BUTTON") delete result.dataset.full; });
  function filter() {
    var q = search.value.trim().toLowerCase();
    root.querySelectorAll("li[data-key]").forEach(function (li) { li.hidden = q !== "" && li.dataset.key.indexOf(q) < 0; });
  }
  search.addEventListener("input", filter);
  function found(text) {
    var code = (text.split("#")[1] || text).toUpperCase().replace(/[^A-Z0-9]/g, "");
    var li = root.querySelector('li[data-code="' + code + '"]');
    if (!li) { show("bad", result.dataset.unknown, false); return; }
    var f = li.querySelector('form[data-mark="in"]');
    if (f.hidden) show("warn", result.dataset.twice, false); else act(f);
  }
  var scan = $("[data-scan]");
  if (scan && "BarcodeDetector" in window && navigator.mediaDevices) {
    scan.hidden = false;
    scan.addEventListener("click", function () {
      var video = $("video"), eye = new BarcodeDetector({ formats: ["qr_code"] }), seen = "";
      navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }).then(function (s) {
        video.srcObject = s;
        video.hidden = false;
        video.play();
        setInterval(function () {
          eye.detect(video).then(function (codes) {
            if (codes.length && codes[0].rawValue !== seen) {
              seen = codes[0].rawValue;
              found(seen);
              setTimeout(function () { seen = ""; }, 4000);
            }
          }).catch(function () {});
        }, 300);
      }).catch(function () { show("bad", result.dataset.nocamera, false); });
    });
  }
  keep();
  send();
  setInterval(send, 5000);
  window.addEventListener("online", send);
})();
