import assert from 'node:assert/strict';
import { story, ways } from '../lib/story.mjs';

// How a coordinator plans: what she answers a client, what happens when somebody cannot
// come or the hub is shut, and how somebody new comes to a piece of work.

const sato = 'sato@yukihara.example';
const monday = '2026-12-14T08:40:00+09:00';
const cards = '会員カードの入力';
const minutes = '12月定例会の議事録';

/** planNo is the number of the plan on the board. */
async function planNo(person) {
  await person.open('/staff/plan');
  return Number((await person.page.locator('.bar .sub').innerText()).match(person.lang === 'ja' ? /計画(\d+)/ : /Plan (\d+)/)[1]);
}

/** planned waits until there is a newer plan than the one given: ten seconds at most. */
async function planned(person, before) {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    await person.hub.forward('1s');
    if ((await planNo(person)) > before) return;
  }
  throw new Error(`no plan after plan ${before} within ten seconds`);
}

/** plan has a plan made and waits for it. */
async function plan(person) {
  const before = await planNo(person);
  await person.press('dispatch.board.run_again');
  await planned(person, before);
}

/** put fills in the form that sends to a path, by the names of its fields, and sends it. */
async function put(person, action, fields) {
  await person.page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true; }));
  const form = person.page.locator(`form[action$="${action}"][method=post]`).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type));
    if (kind === 'checkbox') await field.setChecked(value);
    else if (kind === 'select') await field.selectOption(value);
    else await field.fill(value);
  }
  await Promise.all([person.page.waitForNavigation(), form.locator('button').last().click()]);
}

/** choice is the value of the answer of a list whose words have this in them. */
function choice(person, list, text) {
  return person.page.locator(`select[name="${list}"] option`, { hasText: text }).first().getAttribute('value');
}

story('Monday: 6,000 cards by the 24th?', async (naoko, { hub }) => {
  await hub.until(monday);
  await naoko.signIn(sato);
  await naoko.open('/staff/can-we');
  await naoko.look('can-we');
  await naoko.press('dispatch.can.go');
  await naoko.says('dispatch.field.kind');
  await naoko.says('dispatch.field.date');
  await naoko.look('can-we-mend');
  await naoko.page.selectOption('#kind', { index: 1 });
  await naoko.page.fill('#volume', '６，０００');
  await naoko.page.fill('#wanted', '１２月２４日');
  await naoko.press('dispatch.can.go');
  await naoko.says('dispatch.can.likely');
  await naoko.says('dispatch.can.others');
  await naoko.look('can-we-answer');
  const answer = (await naoko.page.locator('#answer-h').innerText()).trim();
  await naoko.page.reload();
  assert.equal((await naoko.page.locator('#answer-h').innerText()).trim(), answer, 'the same question has another answer');
  await Promise.all([naoko.page.waitForNavigation(), naoko.page.locator('.ans a.btn').click()]);
  assert.equal(await naoko.page.inputValue('#volume'), '6000');
  assert.match(await naoko.page.inputValue('#wanted'), /^2026-12-|^2027-/);
  assert.notEqual(await naoko.page.inputValue('#kind'), '');
  await naoko.look('order-from-the-answer');

  // Twenty thousand by tomorrow cannot be; what would help is worked out.
  await naoko.open('/staff/can-we');
  await naoko.page.selectOption('#kind', { index: 1 });
  await naoko.page.fill('#volume', '20000');
  await naoko.page.fill('#wanted', '12/16');
  await naoko.press('dispatch.can.go');
  await naoko.says('dispatch.can.ways');
  await naoko.look('can-we-hardly');

  // What would come of it can be rehearsed; nothing of it is kept.
  const before = await planNo(naoko);
  await naoko.go('dispatch.rehearse.title');
  await naoko.page.selectOption('#kind', { index: 1 });
  await naoko.page.fill('#volume', '6000');
  await naoko.page.fill('#wanted', '12/24');
  await naoko.page.fill('#away', '３');
  await naoko.page.fill('#shut', '12/15');
  await naoko.press('dispatch.rehearse.go');
  await naoko.says('dispatch.rehearse.nothing');
  await naoko.says('dispatch.rehearse.is_shut');
  await naoko.look('rehearsal');
  assert.equal(await planNo(naoko), before, 'a rehearsal made a plan');
});

/** firstPages fills in the first two pages of a request. */
async function firstPages(client) {
  await client.open('/request');
  await client.labelled(client.t('orders.ready.data_entry')).check();
  await client.fill({ 'orders.ask.title_label': '名簿の入力' });
  await client.press('orders.request.next');
  await client.fill({ 'orders.request.volume.image': '６００' });
  await client.press('orders.request.next');
}

story('a client finds out by when before asking', async (client, { hub, bring }) => {
  await hub.until(monday);
  await firstPages(client);
  assert.equal(await client.page.locator('button[name=by_when]').count(), 0, 'a hub that has not set it lets clients ask');

  const kudo = await bring();
  await kudo.signIn('kudo@yukihara.example');
  await kudo.open('/staff/settings');
  await kudo.go('dispatch.days.title');
  await kudo.look('days-setting');
  await kudo.labelled(kudo.t('dispatch.days.on')).check();
  await kudo.press('hub.settings.save');
  await kudo.says('dispatch.said.days');

  await firstPages(client);
  await client.fill({ 'orders.request.company': '海星トラベル株式会社', 'orders.request.name': '綾瀬 玲' });
  await client.press('orders.request.by_when');
  await client.says('dispatch.field.date');
  await client.look('by-when-mend');
  await client.fill({ 'orders.ask.wanted': '12/15' });
  await client.press('orders.request.by_when');
  await client.says('dispatch.word.note');
  await client.look('by-when-later');
  await client.fill({ 'orders.ask.wanted': '2027-01-06', 'orders.client.mail': 'ayase@kaisei.example' });
  await client.press('orders.request.by_when');
  await client.says('dispatch.word.note');
  assert.equal(await client.page.inputValue('#company'), '海星トラベル株式会社');
  assert.equal(await client.page.inputValue('#wanted'), '2027-01-06');
  await client.look('by-when');
  const told = (await client.page.locator('#by-when .ans__big').innerText()).trim();
  await hub.forward('5s');
  await client.press('orders.request.send');
  await client.says('orders.thanks.title');

  // A coordinator sees on the order what was told, and finds the same day herself.
  const naoko = await bring();
  await naoko.signIn(sato);
  await naoko.open('/staff/orders?state=asked');
  await naoko.page.getByRole('link', { name: '名簿の入力' }).first().click();
  await naoko.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  await naoko.says('dispatch.word.told_title');
  await naoko.look('order-told');
  const day = naoko.lang === 'ja' ? /\d+月\d+日/ : /[A-Z][a-z]+ \d+/;
  assert.ok((await naoko.page.locator('main').innerText()).includes(told.match(day)[0]), 'staff do not see the day that was told');
  await naoko.open('/staff/can-we');
  await naoko.page.selectOption('#kind', { index: 1 });
  await naoko.page.fill('#volume', '600');
  await naoko.page.fill('#wanted', '2027-01-06');
  await naoko.press('dispatch.can.go');
  assert.equal((await naoko.page.locator('#answer-h').innerText()).match(day)[0], told.match(day)[0], 'staff see another day');
}, { in: [...ways, { lang: 'ja', width: 390, js: false }] });

story('a child has fever', async (naoko, { hub, bring }) => {
  await hub.until(monday);
  await naoko.signIn(sato);
  await plan(naoko);
  await naoko.look('plan');
  await naoko.page.locator('.decide form button').first().click();
  await naoko.page.waitForURL(/\/staff\/plan$/);
  await naoko.look('plan-sent');
  const before = await planNo(naoko);

  const misaki = await bring();
  await misaki.signIn('misaki@example.com');
  await misaki.press('skills.today.press');
  await misaki.says('skills.today.done');

  await planned(naoko, before);
  await naoko.says('dispatch.cause.changed');
  await naoko.look('plan-after-the-fever');
  await misaki.open('/my/why');
  await misaki.says('dispatch.why.never_text');
  await misaki.look('why');
  await misaki.open('/my');
  await misaki.says('skills.today.done_text');
});

story('a snow day for the plan', async (naoko, { hub }) => {
  await hub.until(monday);
  await naoko.signIn(sato);
  await naoko.open('/staff/orders?state=ordered');
  await naoko.page.getByRole('link', { name: minutes }).first().click();
  await naoko.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  await put(naoko, '/plan', { hub_only: true });
  await plan(naoko);
  await naoko.open('/staff/closures');
  await naoko.fill({ 'hub.closure.from': '１２月１５日', 'hub.closure.reason': '大雪のため' });
  await naoko.press('hub.closure.try');
  await naoko.says('dispatch.shut.title');
  await naoko.says('dispatch.shut.note');
  await naoko.look('closure-tried');
  await naoko.open('/staff/closures');
  await naoko.says('hub.closure.none'); // looking saved nothing

  const before = await planNo(naoko);
  await naoko.open('/staff/closures');
  await naoko.fill({ 'hub.closure.from': '12/15', 'hub.closure.reason': '大雪のため' });
  await naoko.press('hub.closure.try');
  await naoko.says('dispatch.shut.title');
  await naoko.press('hub.closure.add');
  await naoko.says('hub.closure.said');
  await planned(naoko, before);
  await naoko.says('dispatch.cause.changed');
  await naoko.look('plan-on-a-snow-day');
});

story('an order would be late: the other ways', async (naoko, { hub }) => {
  await hub.until(monday);
  await naoko.signIn(sato);
  await naoko.open('/staff/orders?state=ordered');
  await naoko.page.getByRole('link', { name: minutes }).first().click();
  await naoko.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  const before = await naoko.page.url();
  await put(naoko, '/day', { day: '12/16', by: '田中', why: '定例会が早まった' });
  await naoko.says('orders.said.day');
  await plan(naoko);
  await naoko.says('dispatch.state.late');
  await naoko.says('dispatch.short.days');
  await naoko.look('plan-late');
  const row = naoko.page.locator('.decide > li', { hasText: minutes });
  await Promise.all([naoko.page.waitForNavigation(), row.getByRole('link', { name: naoko.t('dispatch.decide.ways') }).first().click()]);
  await naoko.says('dispatch.ways.late');
  await naoko.says('dispatch.ways.day');
  await naoko.look('ways-late');
  await Promise.all([naoko.page.waitForNavigation(), naoko.page.getByRole('link', { name: naoko.t('dispatch.ways.spare') }).first().click()]);
  await naoko.page.locator('#swap').waitFor();
  await naoko.look('ways-spared');
  await Promise.all([naoko.page.waitForNavigation(), naoko.page.getByRole('link', { name: naoko.t('dispatch.ways.tell') }).click()]);
  assert.equal(naoko.page.url().split('#')[0], before.split('#')[0], 'the way does not lead to the order');

  // What hangs on one person is not promised, and it is said what would help.
  await naoko.open('/staff/can-we');
  await naoko.page.selectOption('#kind', { label: (await naoko.page.locator('#kind option').allInnerTexts()).find((x) => x.startsWith(naoko.t('orders.ready.research'))) });
  await naoko.page.fill('#volume', '900');
  await naoko.page.fill('#wanted', '2027-01-20');
  await naoko.press('dispatch.can.go');
  await naoko.says('dispatch.can.way.backup');
  await naoko.look('can-we-one-person');
});

story('a newcomer gets her first piece', async (naoko, { hub, bring }) => {
  await hub.until(monday);
  await naoko.signIn(sato);
  await plan(naoko);
  await naoko.says('dispatch.load.new');

  // Pinning goes by a form; what is wrong is said at its field.
  const part = await choice(naoko, 'part', cards);
  const worker = await choice(naoko, 'worker', '三好');
  await put(naoko, '/staff/plan/pins', { part, worker, units: '' });
  await naoko.says('dispatch.field.units');
  await naoko.look('pin-mend');
  await put(naoko, '/staff/plan/pins', { part, worker, units: '1' });
  await naoko.says('dispatch.said.pinned');
  await plan(naoko);
  await naoko.look('plan-pinned');
  const send = naoko.page.locator('.decide > li', { hasText: cards }).locator('form button');
  await Promise.all([naoko.page.waitForNavigation(), send.first().click()]);
  assert.equal(await send.count(), 0, 'what was sent still waits to be decided');

  const misaki = await bring();
  await misaki.signIn('misaki@example.com');
  await hub.forward('5s');
  await misaki.open('/my/why');
  await misaki.reads(cards);
  await misaki.look('why-asked');
  await misaki.go('dispatch.why.look');
  await misaki.open('/my/work?minutes=240&device=pc');
  await misaki.page.locator('li.offer', { hasText: cards }).getByRole('link', { name: misaki.t('work.my.look') }).click();
  await misaki.page.waitForURL(/\/my\/work\/orders\//);
  await misaki.press('work.propose.take');
  await misaki.look('first-piece');

  await naoko.open('/staff/fairness');
  await naoko.look('fairness');
});

/** offers are who is asked for an order, with how much, as the board tells it. */
async function offers(person, title) {
  const table = person.page.getByRole('region', { name: person.t('dispatch.offers.label'), includeHidden: true });
  const rows = await table.locator('tbody tr', { hasText: title }).all();
  return Promise.all(rows.map((r) => r.locator('th, td').allTextContents()));
}

story('an offer is passed on', async (naoko, { hub, bring }) => {
  await hub.until(monday);
  await naoko.signIn(sato);
  await plan(naoko);
  const part = await choice(naoko, 'part', cards);
  const worker = await choice(naoko, 'worker', '三好');
  await put(naoko, '/staff/plan/pins', { part, worker, units: '1' });
  await plan(naoko);
  const row = naoko.page.locator('.decide > li', { hasText: cards });
  await Promise.all([naoko.page.waitForNavigation(), row.locator('form button').first().click()]);
  const before = await planNo(naoko);
  const first = await offers(naoko, cards);
  assert.ok(first.some(([name]) => name.includes('三好')), JSON.stringify(first));

  const misaki = await bring();
  await misaki.signIn('misaki@example.com');
  await hub.forward('5s');
  await misaki.open('/my/work?minutes=240&device=pc');
  const offer = misaki.page.locator('li.offer', { hasText: cards });
  await Promise.all([misaki.page.waitForNavigation(), offer.getByRole('button', { name: misaki.t('work.my.pass') }).click()]);
  await misaki.says('work.said.passed');
  await misaki.look('offer-passed');

  // What was hers is offered to somebody else at once, without a decision more.
  await planned(naoko, before);
  await naoko.says('dispatch.cause.changed');
  const second = await offers(naoko, cards);
  const pieces = (rows) => rows.reduce((sum, [, , units]) => sum + parseInt(units, 10), 0);
  assert.equal(pieces(second), pieces(first), JSON.stringify([first, second]));
  assert.ok(second.every(([name]) => !name.includes('三好')), 'who passed is asked again');
  await naoko.look('plan-after-a-pass');
});
