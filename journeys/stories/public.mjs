import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

// What a page on a slow line in the snow may cost; a chapter of the handbook is a page with pictures.
const most = (path) => (/^\/(en\/)?help\/./.test(path) ? { bytes: 250 * 1024, requests: 12 } : { bytes: 60 * 1024, requests: 6 });
const outside = /^\/(en\/)?(staff|demo|me|healthz|readyz)\b|\.(ics|pdf)$/;

/** pages finds every public page by its links, once each; pages that differ only by an id or a query are seen twice at most. */
async function pages(visitor) {
  const found = ['/'], shapes = new Map(), seen = new Set(['/']);
  for (let i = 0; i < found.length; i++) {
    assert.equal(await visitor.open(found[i]), 200, found[i]);
    for (const href of await visitor.page.locator('a[href^="/"]').evaluateAll((as) => as.map((a) => a.getAttribute('href')))) {
      if (outside.test(href)) continue;
      const path = href.replace(/#.*/, '').replace(/^\/en(?=\/)/, '');
      const shape = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/\?.*/, '?').replace(/^\/(news|articles)\/.+/, '/$1/{slug}');
      if (seen.has(path) || (shapes.get(shape) ?? 0) >= 2) continue;
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
      seen.add(path);
      found.push(path);
    }
  }
  return found;
}

/** cost is what one page moves over the line with an empty cache. */
async function cost(visitor, path) {
  const cdp = await visitor.page.context().newCDPSession(visitor.page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  let bytes = 0, requests = 0;
  cdp.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength));
  cdp.on('Network.requestWillBeSent', () => requests++);
  await visitor.page.goto(visitor.hub.url + visitor.path(path), { waitUntil: 'load' });
  await cdp.detach();
  return { bytes, requests };
}

story('every public page is light and can be used by everybody', async (visitor) => {
  const all = await pages(visitor);
  assert.ok(all.length >= 15, `only ${all.length} pages: ${all}`);
  let heaviest = { bytes: 0 };
  for (const path of all) {
    const c = await cost(visitor, path);
    assert.ok(c.bytes <= most(path).bytes, `${path}: ${c.bytes} bytes`);
    assert.ok(c.requests <= most(path).requests, `${path}: ${c.requests} requests`);
    if (c.bytes > heaviest.bytes) heaviest = { path, ...c };
    await visitor.look('public' + path.replace(/[/?=&]+/g, '_').replace(/[0-9a-f]{8}-[0-9a-f-]{22}/g, ''));
  }
  console.log(`${all.length} public pages; the heaviest is ${heaviest.path}: ${heaviest.bytes} bytes in ${heaviest.requests} requests`);
  assert.equal(await visitor.open('/no-such-page'), 404);
  await visitor.look('no-such-page');
}, { in: [{ lang: 'ja', width: 390 }, { lang: 'ja', width: 1280 }, { lang: 'en', width: 390 }, { lang: 'en', width: 1280 }] });

story('the way about the site without a mouse', async (visitor) => {
  await visitor.open('/');
  await visitor.page.keyboard.press('Tab');
  assert.equal(await visitor.page.evaluate(() => document.activeElement.textContent.trim()), visitor.t('ui.skip'));
  await visitor.page.keyboard.press('Enter');
  assert.equal(new URL(visitor.page.url()).hash, '#main');
  if (visitor.way.width < 800) {
    await visitor.page.locator('details.menu summary').focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.getByRole('navigation', { name: visitor.t('ui.nav.menu') }).getByRole('link', { name: visitor.t('ui.nav.ask') }).waitFor();
    await visitor.look('menu-open');
  }
  const other = visitor.lang === 'ja' ? 'en' : 'ja';
  await visitor.page.locator('footer').getByRole('link', { name: visitor.t('ui.lang.other') }).press('Enter');
  await visitor.page.waitForLoadState();
  assert.equal(await visitor.page.locator('html').getAttribute('lang'), other);
});

story('the public pages in the dark', async (visitor) => {
  for (const path of ['/', '/seminars', '/ask', '/sign-in', '/articles/first-year']) {
    await visitor.open(path);
    await visitor.look('dark' + path.replace(/\//g, '_'));
  }
}, { in: [{ lang: 'ja', width: 390, dark: true }] });
