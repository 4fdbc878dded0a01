// A hub of its own for every story: the built program on a fresh folder, with a clock that stands where the story begins.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const program = process.env.HIROBA_PROGRAM;
if (!program) throw new Error('HIROBA_PROGRAM is not set: start the journeys with journeys/run');

/** saturdayNight is when the stories begin: an evening on which nobody is at the desk. */
export const saturdayNight = '2026-12-12T22:10:00+09:00';

const unescape = (s) => s.replace(/&#(\d+);/g, (_, n) => String.fromCodePoint(n)).replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

class Hub {
  constructor(child, data) {
    Object.assign(this, { child, data, printed: [], errors: [] });
  }

  /** printedLink is the first printed line that matches. */
  line(pattern) {
    for (const l of this.printed) {
      const m = l.match(pattern);
      if (m) return m[1] ?? m[0];
    }
    throw new Error(`the program did not print ${pattern}:\n${this.printed.join('\n')}`);
  }

  /** forward moves the demo town's clock on, by a span such as 38h20m, and answers the moment it is. */
  async forward(by) {
    const res = await fetch(this.url + '/demo/clock', { method: 'POST', body: new URLSearchParams({ by }) });
    if (!res.ok) throw new Error(`the clock: ${res.status}`);
    return new Date((await res.text()).trim());
  }

  /** until moves the clock on to a moment written with its offset. */
  async until(moment) {
    const now = await this.forward('0s');
    const ms = new Date(moment) - now;
    if (ms < 0) throw new Error(`it is ${now.toISOString()} already`);
    return this.forward(`${ms}ms`);
  }

  /** mails are the town's newest mails to an address: subject, text, links. */
  async mails(to) {
    const list = await (await fetch(this.url + '/demo/mail')).text();
    const rows = [...list.matchAll(/<li class="card">([\s\S]*?)<\/li>/g)].map((m) => m[1]).filter((r) => r.includes('· ' + to));
    return Promise.all(rows.map(async (r) => {
      const page = await (await fetch(this.url + r.match(/href="([^"]+)"/)[1])).text();
      const text = page.match(/<pre[^>]*>([\s\S]*?)<\/pre>/)[1];
      return { subject: unescape(r.match(/<a [^>]*>([\s\S]*?)<\/a>/)[1]), links: [...text.matchAll(/href="([^"]+)"/g)].map((m) => unescape(m[1])), text: unescape(text.replace(/<[^>]+>/g, '')) };
    }));
  }

  /** mail waits for a mail to an address whose subject begins so, and answers the newest. */
  async mail(to, subject) {
    for (let i = 0; i < 40; i++) {
      const found = (await this.mails(to)).find((m) => m.subject.startsWith(subject));
      if (found) return found;
      await new Promise((r) => setTimeout(r, 50));
    }
    throw new Error(`no mail "${subject}…" to ${to}; there are: ${(await this.mails(to)).map((m) => m.subject).join(' | ')}`);
  }

  async stop() {
    const ended = new Promise((r) => this.child.once('exit', r));
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.data, { recursive: true, force: true });
  }
}

/** run starts the program on a folder and waits until it listens. */
async function run(data, args) {
  const child = spawn(program, ['serve', '--quiet', '--addr', '127.0.0.1:0', '--data', data, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const hub = new Hub(child, data);
  createInterface({ input: child.stderr }).on('line', (l) => hub.errors.push(l));
  await new Promise((ok, fail) => {
    child.once('exit', (code) => fail(new Error(`the program ended with ${code}:\n${hub.errors.join('\n')}`)));
    createInterface({ input: child.stdout }).on('line', (l) => {
      hub.printed.push(l);
      if (l.startsWith('listening on ')) ok((hub.url = l.slice('listening on '.length)));
    });
  });
  return hub;
}

const towns = process.env.HIROBA_TOWNS ?? mkdtempSync(join(tmpdir(), 'hiroba-towns-'));

/** town is the demo town as it is filled at a moment: made once, and copied for every story. */
async function town(now) {
  const kept = join(towns, now.replace(/\W/g, ''));
  if (existsSync(kept)) return kept;
  const fresh = mkdtempSync(join(towns, 'new-'));
  const hub = await run(fresh, ['--demo', '--small', '--now', now]);
  const ended = new Promise((r) => hub.child.once('exit', r));
  hub.child.kill('SIGTERM');
  await ended;
  try {
    renameSync(fresh, kept);
  } catch {
    rmSync(fresh, { recursive: true, force: true }); // another story was as far
  }
  return kept;
}

/** start runs a hub: the demo town at a moment, or with now = '' an empty one. */
export async function start(now = saturdayNight) {
  const data = mkdtempSync(join(tmpdir(), 'hiroba-journey-'));
  if (!now) return run(data, []);
  cpSync(await town(now), data, { recursive: true });
  return run(data, ['--demo', '--small', '--now', now]);
}

/** startTold runs the town that eighteen months left, as the program shows it to newcomers. */
export const startTold = () => run(mkdtempSync(join(tmpdir(), 'hiroba-journey-')), ['--demo']);
