// Takes the pictures of the README: WebP, each within a size that a page on the web can carry.
import { mkdirSync, writeFileSync } from 'node:fs';
import { launch, signIn, within } from './lib/browser.mjs';
import { startTold } from './lib/hub.mjs';

const most = 120 * 1024;
const folder = new URL('../docs/pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });

// The morning on which newcomers find the town.
const hub = await startTold();
const browser = await launch();

/** take keeps what a browser shows of an address. */
async function take(name, path, { width, height, lang = 'ja', mail = '' }) {
  const context = await browser.newContext({ viewport: { width, height }, locale: lang, timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (mail) {
    await page.goto(hub.url + within(lang, '/sign-in'));
    await signIn(page, mail);
  }
  await page.goto(hub.url + path);
  const { data } = await (await context.newCDPSession(page)).send('Page.captureScreenshot', { format: 'webp', quality: 80 });
  const body = Buffer.from(data, 'base64');
  if (body.length > most) throw new Error(`${name}: ${body.length} bytes`);
  writeFileSync(new URL(name, folder), body);
  console.log(name, body.length);
  await context.close();
}

try {
  for (const lang of ['ja', 'en']) {
    await take(`home-${lang}.webp`, within(lang, '/'), { width: 1280, height: 900, lang });
    await take(`article-${lang}.webp`, within(lang, '/articles/first-year'), { width: 390, height: 844, lang });
    await take(`morning-${lang}.webp`, within(lang, '/staff'), { width: 1280, height: 800, lang, mail: 'sato@yukihara.example' });
  }
} finally {
  await browser.close();
  await hub.stop();
}
