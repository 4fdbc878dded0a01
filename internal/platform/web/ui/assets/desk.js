// The work screen: saved as typed, on a poor line too; pictures and sound by keys.
// Everything here is a comfort: without it each row is saved by its button.
(() => {
  const desk = document.querySelector('[data-work]');
  if (!desk) return;
  const form = desk.querySelector('[data-row]');
  if (form) keep(form);
  const photo = desk.querySelector('[data-photo]');
  if (photo) turn(photo);
  const sound = desk.querySelector('[data-sound] audio');
  if (sound) play(sound, form);
  setInterval(() => { if (!document.hidden) fetch(desk.dataset.beat, { method: 'POST' }).catch(() => {}); }, 60000);

  function keep(form) {
    const key = 'hiroba:' + form.getAttribute('action'), said = form.querySelector('[data-said]'), version = form.elements.version;
    let timer, busy = false, again = false;
    const fields = () => [...form.elements].filter((e) => e.name && e.name !== 'version');
    const typed = () => JSON.stringify(fields().map((e) => (e.type === 'radio' ? e.checked : e.value)));
    const before = localStorage.getItem(key);
    if (before) { // what a broken line left behind
      try {
        const values = JSON.parse(before);
        fields().forEach((e, i) => { if (e.type === 'radio') e.checked = values[i]; else if (values[i] !== undefined) e.value = values[i]; });
        save();
      } catch { localStorage.removeItem(key); }
    }
    form.addEventListener('input', () => { localStorage.setItem(key, typed()); clearTimeout(timer); timer = setTimeout(save, 700); });
    form.addEventListener('submit', () => { clearTimeout(timer); localStorage.removeItem(key); });
    form.addEventListener('keydown', (e) => {
      if (e.key === 'Enter' && !e.isComposing && e.target.tagName === 'INPUT' && e.target.type !== 'radio' && !e.ctrlKey) {
        const all = fields().filter((x) => x.type !== 'radio' || x.checked), next = all[all.indexOf(e.target) + 1];
        if (next) { e.preventDefault(); next.focus(); }
      } else if (e.key === 'Enter' && e.ctrlKey) form.requestSubmit();
    });
    window.addEventListener('online', save);
    const first = fields().find((e) => e.type !== 'radio' && !e.value);
    if (first && matchMedia('(min-width: 48rem)').matches) first.focus({ preventScroll: true });

    async function save() {
      if (busy) { again = true; return; }
      busy = true;
      const sent = typed();
      try {
        const r = await fetch(form.action, { method: 'POST', headers: { Accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) });
        const x = await r.json();
        said.textContent = x.said;
        if (r.ok) {
          version.value = x.version;
          if (typed() === sent) localStorage.removeItem(key);
          for (const e of fields()) {
            const wrong = x.wrong[e.name];
            if (e.type === 'radio') continue;
            e.setAttribute('aria-invalid', wrong ? 'true' : 'false');
            if (wrong) said.textContent = wrong;
            else if (e !== document.activeElement && x.cells[e.name] !== undefined) e.value = x.cells[e.name];
          }
        }
      } catch { setTimeout(save, 5000); } finally {
        busy = false;
        if (again) { again = false; save(); }
      }
    }
  }

  // How many letters a text has, as somebody types it.
  for (const line of desk.querySelectorAll('[data-count]')) {
    const text = document.getElementById(line.dataset.count);
    const count = () => { line.textContent = line.dataset.letters.replace('#', [...text.value.replace(/\s/g, '')].length); };
    text.addEventListener('input', count);
    count();
  }

  // Plus and minus zoom, R turns.
  function turn(figure) {
    const frame = figure.querySelector('.photo__frame');
    let zoom = 1, side = 0;
    const show = () => { frame.dataset.zoom = zoom; frame.dataset.turn = side; };
    const tools = document.createElement('span');
    tools.className = 'row';
    for (const [sign, word, label, act] of [['+', '+', figure.dataset.larger, () => { zoom = Math.min(4, zoom + 1); }], ['−', '-', figure.dataset.smaller, () => { zoom = Math.max(1, zoom - 1); }], ['↻', 'R', figure.dataset.round, () => { side = (side + 1) % 4; }]]) {
      const b = document.createElement('button');
      b.type = 'button'; b.className = 'btn btn--line btn--sm'; b.textContent = sign; b.setAttribute('aria-label', label); b.setAttribute('aria-keyshortcuts', 'Alt+' + word);
      b.addEventListener('click', () => { act(); show(); });
      tools.append(b);
      document.addEventListener('keydown', (e) => { if (e.altKey && e.key.toUpperCase() === word) { e.preventDefault(); act(); show(); } });
    }
    figure.querySelector('figcaption').append(tools);
    show();
  }

  // A foot pedal sends F4 (back), F8 (play and stop), F9 (slower), F10 (faster); F2 writes the time.
  function play(sound, form) {
    const [, from = 0] = /#t=(\d+)/.exec(sound.src) || [];
    const keys = {
      F4: () => { sound.currentTime = Math.max(Number(from), sound.currentTime - 3); },
      F8: () => { if (sound.paused) sound.play(); else { sound.pause(); sound.currentTime = Math.max(Number(from), sound.currentTime - 1); } },
      F9: () => { sound.playbackRate = Math.max(0.5, sound.playbackRate - 0.1); },
      F10: () => { sound.playbackRate = Math.min(2, sound.playbackRate + 0.1); },
      F2: () => {
        const t = form && form.querySelector('textarea');
        if (!t) return;
        const s = Math.floor(sound.currentTime), two = (n) => String(n).padStart(2, '0');
        t.setRangeText(`[${two(Math.floor(s / 3600))}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}] `, t.selectionStart, t.selectionEnd, 'end');
        t.dispatchEvent(new Event('input', { bubbles: true }));
      },
    };
    document.addEventListener('keydown', (e) => { if (keys[e.key]) { e.preventDefault(); keys[e.key](); } });
  }
})();
