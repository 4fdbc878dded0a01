// Takes the pictures of the handbook from the demo town, or writes the handbook as PDF:
//   node handbook.mjs            docs/handbook/pictures
//   node handbook.mjs FOLDER     FOLDER/hiroba-handbook-ja.pdf and …-en.pdf
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { launch, signIn, within } from './lib/browser.mjs';
import { start } from './lib/hub.mjs';

const most = 80 * 1024;
const book = new URL('../docs/handbook/', import.meta.url);
const folder = new URL('pictures/', book);
const sato = 'sato@yukihara.example', watanabe = 'watanabe@yukihara.example', kudo = 'kudo@yukihara.example', takahashi = 'takahashi@yukihara.example', misaki = 'misaki@example.com', ito = 'ito@yukihara.example';

const follow = (text) => (p) => p.locator('main').getByRole('link', { name: text }).first().click();
const seminar = (p) => p.locator('main table a[href*="/seminars/"]').first().click();
const order = (title, part = '') => async (p, at) => {
  await follow(title)(p);
  await p.waitForURL(/\/orders\/[0-9a-f-]+$/);
  await p.goto(p.url() + part);
};
const askWhen = async (p) => {
  await p.selectOption('select[name=kind]', { index: 1 });
  await p.fill('input[name=volume]', '3000');
  await p.fill('input[name=wanted]', '2027-01-20');
  await p.locator('form[action$="/can-we"] button').first().click();
  await p.waitForLoadState();
};

/** shots are the pictures: who looks, where, what they do there, and how much of the page is shown. */
const shots = [
  { name: 'morning', who: sato, path: '/staff', whole: true },
  { name: 'can-we', who: sato, path: '/staff/can-we', then: askWhen },
  { name: 'quote', who: sato, path: '/staff/orders', then: order('商品ページ60件', '/quote') },
  { name: 'work', who: sato, path: '/staff/orders', then: order('会員カードの入力', '/work') },
  { name: 'plan', who: sato, path: '/staff/plan' },
  { name: 'seminar', who: sato, path: '/staff/seminars', then: seminar },
  { name: 'door', who: sato, path: '/staff/seminars', phone: true, then: async (p) => {
    await seminar(p);
    await p.waitForURL(/seminars\/[0-9a-f-]+$/);
    await p.locator('a[href*="/door/"]').first().click();
  } },
  { name: 'applicants', who: sato, path: '/staff/applicants' },
  { name: 'workers', who: sato, path: '/staff/workers' },
  { name: 'closure', who: sato, path: '/staff/closures' },
  { name: 'check', who: ito, path: '/staff/check', then: (p) => p.locator('main a[href*="/staff/check/"]').first().click() },
  { name: 'my-home', who: misaki, path: '/my', phone: true },
  { name: 'my-hours', who: misaki, path: '/my/hours', phone: true },
  { name: 'my-work', who: misaki, path: '/my/work', phone: true },
  { name: 'my-piece', who: misaki, path: '/my/work', phone: true, then: (p) => p.locator('main a[href*="/my/work/pieces/"]').first().click() },
  { name: 'my-money', who: misaki, path: '/my/money', phone: true },
  { name: 'month', who: watanabe, path: '/staff/months/2026-12' },
  { name: 'statement', who: watanabe, path: '/staff/statements', then: follow('三好 みさき') },
  { name: 'run', who: kudo, path: '/staff/bank', then: (p) => p.locator('main a[href*="/bank/runs/"]').first().click() },
  { name: 'invoices', who: watanabe, path: '/staff/invoices' },
  { name: 'incoming', who: watanabe, path: '/staff/bank/incoming' },
  { name: 'books', who: watanabe, path: '/staff/books' },
  { name: 'figures', who: takahashi, path: '/staff/figures' },
  { name: 'reports', who: takahashi, path: '/staff/reports' },
  { name: 'people', who: kudo, path: '/staff/people', from: 'h2' },
  { name: 'hours', who: kudo, path: '/staff/settings/hours' },
  { name: 'request', path: '/request' },
  { name: 'window', mail: 'tanaka@client.example', phone: true, then: follow('会員カードの入力') },
];

/** session answers somebody's: each signs in once, as the program lets nobody try again and again. */
const sessions = new Map();
async function session(browser, hub, mail) {
  if (!mail || sessions.has(mail)) return sessions.get(mail);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(hub.url + '/sign-in');
  await signIn(page, mail);
  sessions.set(mail, await context.storageState());
  await context.close();
  return sessions.get(mail);
}

/** keep writes what the page shows: its main part from where it begins, a telephone's whole screen. */
async function keep(page, name, { phone, whole, from = 'h1' }) {
  await page.waitForLoadState('networkidle');
  const height = phone ? 844 : 760;
  const clip = await page.evaluate(([from, height, all]) => {
    scrollTo(0, 0);
    if (all) document.querySelector('aside.demo')?.remove(); // a hub of one's own has no such line
    const main = document.querySelector('main').getBoundingClientRect();
    if (all) return { x: 0, y: 0, width: innerWidth, height };
    const top = Math.max(0, document.querySelector('main ' + from).getBoundingClientRect().top - 24);
    return { x: main.left, y: top, width: main.width, height: Math.min(height, main.bottom - top) };
  }, [from, height, phone || whole]);
  const { data } = await (await page.context().newCDPSession(page)).send('Page.captureScreenshot', { format: 'webp', quality: 72, clip: { ...clip, scale: 1 }, captureBeyondViewport: !phone && !whole });
  const body = Buffer.from(data, 'base64');
  if (body.length > most) throw new Error(`${name}: ${body.length} bytes`);
  writeFileSync(new URL(name, folder), body);
  console.log(name, body.length);
}

/** take lives one picture in one language. */
async function take(browser, hub, lang, shot) {
  const context = await browser.newContext({
    viewport: { width: shot.phone ? 390 : 1160, height: shot.phone ? 844 : 760 }, deviceScaleFactor: 1.25,
    locale: lang === 'en' ? 'en-GB' : 'ja-JP', timezoneId: 'Asia/Tokyo', reducedMotion: 'reduce', storageState: await session(browser, hub, shot.who),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  let path = within(lang, shot.path);
  if (shot.mail) {
    const link = (await hub.mails(shot.mail)).flatMap((m) => m.links).find((l) => l.includes('/window/'));
    path = within(lang, new URL(link).pathname.replace(/^\/en/, '').replace(/^(\/window\/[^/]+).*/, '$1'));
  }
  await page.goto(hub.url + (shot.address ?? path));
  await shot.then?.(page);
  await keep(page, `${shot.name}-${lang}.webp`, shot);
  await context.close();
}

/** wanted are the pictures that the handbook shows. */
function wanted(lang) {
  const text = readdirSync(new URL(lang + '/', book)).map((f) => readFileSync(new URL(`${lang}/${f}`, book), 'utf8')).join('\n');
  return new Set([...text.matchAll(/\(\.\.\/pictures\/([^)]+)\)/g)].map((m) => m[1]));
}

/** setup is the one picture of a hub that is not open yet. */
async function setup(browser, lang) {
  const hub = await start('');
  try {
    const address = hub.line(/(\/setup\/\S+)/);
    await take(browser, hub, lang, { name: 'setup', address: within(lang, address) });
  } finally {
    await hub.stop();
  }
}

async function pictures(browser, hub) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const lang of ['ja', 'en']) {
    const names = wanted(lang);
    await setup(browser, lang);
    for (const shot of shots) await take(browser, hub, lang, shot);
    const taken = readdirSync(folder).filter((f) => f.endsWith(`-${lang}.webp`));
    const odd = [...taken.filter((f) => !names.has(f)), ...[...names].filter((f) => !taken.includes(f))];
    if (odd.length) throw new Error(`taken or shown, but not both: ${odd.join(' ')}`);
  }
}

async function papers(browser, hub, to) {
  mkdirSync(to, { recursive: true });
  for (const lang of ['ja', 'en']) {
    const page = await (await browser.newContext({ storageState: await session(browser, hub, kudo) })).newPage();
    await page.goto(hub.url + within(lang, '/help/all'), { waitUntil: 'networkidle' });
    const path = `${to}/hiroba-handbook-${lang}.pdf`;
    await page.pdf({ path, format: 'A4', preferCSSPageSize: true, outline: true, tagged: true });
    console.log(path);
    await page.close();
  }
}

// A Monday morning at the desk.
const hub = await start('2026-12-14T10:10:00+09:00');
const browser = await launch();
try {
  if (process.argv[2]) await papers(browser, hub, process.argv[2]);
  else await pictures(browser, hub);
} finally {
  await browser.close();
  await hub.stop();
}
