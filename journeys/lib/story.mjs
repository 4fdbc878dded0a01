// A story is told once and lived in several ways: in Japanese on a telephone and on a desk, and in English.
import test, { after } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { launch, signIn, within } from './browser.mjs';
import { saturdayNight, start } from './hub.mjs';
import { houses, words } from './words.mjs';

/** ways are how stories are lived unless they say otherwise. */
export const ways = [{ lang: 'ja', width: 390 }, { lang: 'en', width: 1280 }];

export { password } from './browser.mjs';

const shots = new URL('../shots/', import.meta.url).pathname;
mkdirSync(shots, { recursive: true });

// Chromium's own calls home are switched off.
const flags = ['--disable-gpu', '--disable-software-rasterizer', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-default-apps'];
let browser;
async function theBrowser() {
  return (browser ??= await launch(...flags));
}
after(async () => browser?.close());

const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const escape = (s) => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
let shot = 0;

// A picture of every page takes as long as all the checks of it: only for eyes.
const pictures = process.env.HIROBA_SHOTS === '1';

/** Person is somebody at a browser: what they read and press, in their language. */
export class Person {
  constructor(hub, way, page) {
    Object.assign(this, { hub, way, page, lang: way.lang, seen: new Set() });
  }

  /** t is the sentence of a key. */
  t(key, args) {
    return words(this.lang, key, args);
  }

  path(p) {
    return within(this.lang, p);
  }

  /** open goes to a page of the hub, in the person's language, and answers the status. */
  async open(path) {
    return (await this.page.goto(this.hub.url + this.path(path))).status();
  }

  /** here goes to a full address, as from a mail. */
  async follow(address) {
    return (await this.page.goto(address)).status();
  }

  /** field is the question with these words. */
  field(key, args) {
    return this.labelled(this.t(key, args));
  }

  labelled(text) {
    return this.page.getByLabel(new RegExp('^\\s*' + escape(text) + '(\\s|$)')).filter({ visible: true }).first();
  }

  async fill(fields) {
    for (const [key, value] of Object.entries(fields)) await this.field(key).fill(value);
  }

  /** press sends with the button of these words and waits for the page that answers. */
  async press(key, args) {
    const name = this.t(key, args);
    const button = this.page.locator('main').getByRole('button', { name: new RegExp('^\\s*' + escape(name)) }).first();
    await Promise.all([this.page.waitForNavigation(), button.click()]);
  }

  /** go follows the link of these words within the page's main part. */
  async go(key, args) {
    const link = this.page.locator('main').getByRole('link', { name: new RegExp('^\\s*' + escape(this.t(key, args))) }).first();
    await Promise.all([this.page.waitForNavigation(), link.click()]);
  }

  /** reads checks that the page says something. */
  async reads(text) {
    const all = await this.page.locator('body').innerText();
    const flat = (s) => s.replace(/\s+/g, ' ');
    assert.ok(flat(all).includes(flat(text)), `${this.page.url()} does not say "${text}"; it says:\n${all.slice(0, 1500)}`);
  }

  /** says checks that the page says the sentence of a key. */
  says(key, args) {
    return this.reads(this.t(key, args));
  }

  /** saysSoon looks again until the page says what a job of the town is still at work on. */
  async saysSoon(key, args) {
    for (let i = 0; i < 40 && !(await this.page.locator('body').innerText()).includes(this.t(key, args)); i++) {
      await this.page.waitForTimeout(250);
      await this.page.reload();
    }
    await this.says(key, args);
  }

  async readsNot(text) {
    assert.ok(!(await this.page.locator('body').innerText()).includes(text), `${this.page.url()} says "${text}"`);
  }

  async heading(text) {
    assert.equal((await this.page.locator('h1').innerText()).trim(), text);
  }

  /** signIn signs in with a password: staff come to the work pages, a worker to her own. */
  async signIn(mail) {
    await this.open('/sign-in');
    await signIn(this.page, mail);
  }

  /** waits lets the two seconds pass that a form needs to tell people from robots. */
  waits() {
    return this.hub.forward('3s');
  }

  /** look makes sure that everybody can use the page as it is now, and with HIROBA_SHOTS=1 keeps a picture of it. */
  async look(name) {
    if (this.seen.has(name)) return;
    this.seen.add(name);
    await this.page.evaluate(() => scrollTo(0, 0)); // what lies under the fixed head for the moment is not hidden
    const problems = [...(await this.sideways()), ...(await this.barriers()), ...(await this.unwritten())];
    const file = !pictures ? 'no picture: set HIROBA_SHOTS=1' : `${String(++shot).padStart(3, '0')}-${name}-${this.lang}-${this.way.width}${this.way.dark ? '-dark' : ''}.png`;
    if (pictures) await this.page.screenshot({ path: shots + file, fullPage: true });
    assert.deepEqual(problems, [], `${this.page.url()} at ${this.way.width} (${file})`);
  }

  async sideways() {
    const wide = await this.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    return wide > 0 ? [`scrolls sideways by ${wide}px`] : [];
  }

  async barriers() {
    if (this.way.js === false) return [];
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(standard).analyze();
    return violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(', ')}`);
  }

  // A key on the page is a sentence nobody wrote; a brace is a slot nobody filled.
  async unwritten() {
    const text = await this.page.locator('body').innerText();
    const keys = (text.match(/\b[a-z]+\.[a-z_]+(\.[a-z_]+)*\b/g) ?? []).filter((k) => houses.has(k.split('.')[0]) && !/\.(example|com|jp)$/.test(k));
    return [...keys, ...(text.match(/\{\w+[^}\n]*\}/g) ?? [])].map((k) => 'unwritten: ' + k);
  }
}

/** arrive brings a person with a browser of their own to a hub. */
export async function arrive(hub, way) {
  const context = await (await theBrowser()).newContext({
    viewport: { width: way.width, height: 844 }, locale: way.lang === 'ja' ? 'ja-JP' : 'en-GB', timezoneId: 'Asia/Tokyo',
    javaScriptEnabled: way.js !== false, colorScheme: way.dark ? 'dark' : 'light', reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const person = new Person(hub, way, page);
  person.console = [];
  page.on('console', (m) => m.type() === 'error' && !/status of (4\d\d|503)/.test(m.text()) && person.console.push(`${page.url()}: ${m.text()}`));
  page.on('pageerror', (e) => person.console.push(`${page.url()}: ${e.message}`));
  page.on('dialog', (d) => d.accept());
  return person;
}

/** story tells a story in each of its ways, in a town of its own that begins at a moment. */
export function story(name, tell, { in: lived = ways, now = saturdayNight } = {}) {
  for (const way of lived) {
    const how = [way.lang, way.width, way.dark ? 'dark' : '', way.js === false ? 'without JavaScript' : ''].filter(String).join(' ');
    test(`${name} (${how})`, async () => {
      const hub = await start(now);
      const people = [];
      const bring = async (other = {}) => {
        const p = await arrive(hub, { ...way, ...other });
        people.push(p);
        return p;
      };
      try {
        await tell(await bring(), { hub, bring });
        assert.deepEqual(people.flatMap((p) => p.console), [], 'the browser complained');
        assert.deepEqual(hub.errors, [], 'the program complained');
      } catch (e) {
        const last = people.at(-1)?.page;
        await last?.screenshot({ path: `${shots}failed-${name.replace(/\W+/g, '-')}-${way.lang}-${way.width}.png`, fullPage: true }).catch(() => {});
        e.message += `\n(at ${last?.url()}; ${hub.errors.join(' ')})`;
        throw e;
      } finally {
        await Promise.all(people.map((p) => p.page.context().close()));
        await hub.stop();
      }
    });
  }
}
