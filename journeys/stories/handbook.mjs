import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { story } from '../lib/story.mjs';

const book = new URL('../../docs/handbook/', import.meta.url);

/** labels are the words of each line of a chapter that names one page, and the page. */
function labels(lang, chapter) {
  const file = readdirSync(new URL(lang + '/', book)).find((f) => f.slice(3) === chapter + '.md');
  const lines = readFileSync(new URL(`${lang}/${file}`, book), 'utf8').split('\n');
  return lines.map((l) => ({ pages: [...l.matchAll(/`(\/[^`…]*)`/g)].map((m) => m[1]), words: [...l.matchAll(/\*\*([^*]+)\*\*/g)].map((m) => m[1]) }))
    .filter((l) => l.pages.length === 1 && l.words.length);
}

/** week opens every page of somebody's chapter as they do, and finds on it the words that stand beside it. */
async function week(person, mail, chapter) {
  await person.signIn(mail);
  const silent = [];
  const lines = labels(person.lang, chapter);
  for (const { pages: [page], words } of lines) {
    assert.equal(await person.open(page), 200, `${chapter} names ${page}`);
    const text = await person.page.locator('main').evaluate((m) => m.textContent.replace(/\s+/g, ' ') + m.outerHTML);
    if (!words.some((w) => text.includes(w))) silent.push(`${page}: ${words}`);
    assert.ok(await person.page.locator('a[rel=help]').count(), `${page} leads to no help`);
  }
  assert.deepEqual(silent, [], `${chapter}: pages that say nothing of it`);
  assert.ok(lines.length >= 5, `${chapter} names ${lines.length} pages only`);
}

story('a newcomer reads the handbook from the first page to the last', async (reader) => {
  await reader.open('/');
  await reader.page.locator('footer').getByRole('link', { name: reader.t('ui.nav.help') }).click();
  await reader.page.waitForURL(/\/help\/everybody/);
  await reader.open('/help');
  await reader.look('help');
  const first = reader.page.locator('main ol li h2 a').first();
  await Promise.all([reader.page.waitForNavigation(), first.click()]);
  let chapters = 1;
  for (;;) {
    await reader.look('help-' + chapters);
    const next = reader.page.locator('a[rel=next]');
    if (!(await next.count())) break;
    await Promise.all([reader.page.waitForNavigation(), next.click()]);
    chapters++;
  }
  assert.equal(chapters, readdirSync(new URL(reader.lang + '/', book)).length);
  await reader.open('/help?q=' + encodeURIComponent(reader.lang === 'ja' ? '大雪' : 'snow'));
  await reader.look('help-found');
  const hit = reader.page.locator('main section a').first();
  await Promise.all([reader.page.waitForNavigation(), hit.click()]);
  assert.match(new URL(reader.page.url()).pathname, /\/help\/[a-z]+$/);
});

story('each role finds on its pages what the handbook says', async (naoko, { bring }) => {
  await week(naoko, 'sato@yukihara.example', 'coordinator');
  await week(await bring(), 'misaki@example.com', 'worker');
  await week(await bring(), 'watanabe@yukihara.example', 'accountant');
  await week(await bring(), 'kudo@yukihara.example', 'administrator');
}, { in: [{ lang: 'ja', width: 1280 }, { lang: 'en', width: 390 }] });
