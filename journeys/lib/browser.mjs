// What stories and pictures share: the browser, addresses, and the way in.
import { chromium } from 'playwright-core';

/** password is everybody's in the demo town. */
export const password = 'yukihara-demo';

/** launch starts the browser; root has no sandbox. */
export const launch = (...flags) => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', ...flags] });

/** within is a page's address in a language. */
export const within = (lang, path) => (lang === 'en' ? '/en' + path : path);

/** signIn signs in with a password on the page for it: staff come to the work pages, a worker to her own. */
export async function signIn(page, mail) {
  await page.locator('details.card summary').click();
  await page.fill('#mail2', mail);
  await page.fill('#password', password);
  await Promise.all([page.waitForURL(/\/(staff|my)$/), page.locator('details.card button').click()]);
}
