// Takes the pictures of the README: WebP, each within a size that a page on the web can carry.
import { mkdirSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { start } from './lib/hub.mjs';

const most = 120 * 1024;
const folder = new URL('../docs/pictures/', import.meta.url);
mkdirSync(folder, { recursive: true });

// A Monday morning at the desk.
const hub = await start('2026-12-14T10:10:00+09:00');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });

/** take keeps what a browser shows of an address. */
async function take(name, path, { width, height, lang = 'ja', mail = '' }) {
  const context = await browser.newContext({ viewport: { width, height }, locale: lang, timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce' });
  const page = await context.newPage();
  if (mail) {
    await page.goto(hub.url + (lang === 'en' ? '/en' : '') + '/sign-in');
    await page.locator('details.card summary').click();
    await page.fill('#mail2', mail);
    await page.fill('#password', 'yukihara-demo');
    await Promise.all([page.waitForURL('**/staff'), page.locator('details.card button').click()]);
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
    const at = lang === 'en' ? '/en' : '';
    await take(`home-${lang}.webp`, at + '/', { width: 1280, height: 900, lang });
    await take(`article-${lang}.webp`, at + '/articles/first-year', { width: 390, height: 844, lang });
    await take(`morning-${lang}.webp`, at + '/staff', { width: 1280, height: 800, lang, mail: 'sato@yukihara.example' });
  }
} finally {
  await browser.close();
  await hub.stop();
}
