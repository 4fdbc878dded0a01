import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

// How staff bring an order to the people, and what changes on the way.

/** put fills in the form that sends to a path, by the names of its fields, and sends it. */
async function put(person, path, action, fields = {}, button = 'button.btn--primary, button.btn--line') {
  await person.open(path);
  await person.page.evaluate(() => document.querySelectorAll('main details').forEach((d) => { d.open = true; }));
  const form = person.page.locator(`form[action$="${action}"][method=post]`).first();
  for (const [name, value] of Object.entries(fields)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((e) => (e.tagName === 'SELECT' ? 'select' : e.type));
    if (kind === 'radio' || kind === 'checkbox') await form.locator(`[name="${name}"][value="${value}"]`).check();
    else if (kind === 'select') await field.selectOption(value);
    else await field.first().fill(value);
  }
  await Promise.all([person.page.waitForNavigation(), form.locator(button).first().click()]);
}

/** order is the path of the order with this title. */
async function order(person, state, title) {
  await person.open('/staff/orders?state=' + state);
  await person.page.getByRole('link', { name: title }).first().click();
  await person.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  return '/staff/orders/' + new URL(person.page.url()).pathname.split('/').pop();
}

/** split cuts an order into pieces of so many minutes. */
async function split(person, path, minutes) {
  await person.open(path + '/work');
  await person.fill({ 'work.staff.split.minutes': String(minutes) });
  await person.press('work.staff.split.do');
}

async function takes(worker, title, device = 'pc') {
  await worker.open(`/my/work?minutes=240&device=${device}`);
  await worker.page.locator('li.offer', { hasText: title }).getByRole('link', { name: worker.t('work.my.look') }).click();
  await worker.page.waitForURL(/\/my\/work\/orders\//);
  await worker.press('work.propose.take');
}

story('a recording of the council from the town hall', async (naoko, { bring }) => {
  const title = '12月定例会の議事録';
  await naoko.signIn('sato@yukihara.example');
  const path = await order(naoko, 'ordered', title);
  await naoko.open(path + '/work');
  await naoko.says('work.field.withholding_open'); // the tax adviser has to decide first
  await naoko.look('lacks');
  await naoko.open('/staff/kinds');
  await naoko.page.getByRole('link', { name: naoko.t('orders.ready.transcription') }).first().click();
  await naoko.page.waitForURL(/\/staff\/kinds\/./);
  const kind = '/staff/kinds/' + new URL(naoko.page.url()).pathname.split('/').pop();
  await put(naoko, kind + '/edit', '/edit', { withholding: 'no', withholding_why: '税理士に確認（2026年12月）' });
  await put(naoko, path + '/materials', '/columns', { name0: '話した人', type0: 'text', name1: '本文', type1: 'long' });
  await put(naoko, path + '/work/instruction', '/instruction', { body: '話した人の名前は、役職をつけて書く\n聞きとれないところは〓にする' });
  await split(naoko, path, 20);
  await put(naoko, path + '/work/call', '/call', { deadline: '2026-12-20' });
  await naoko.look('called');

  const misaki = await bring();
  await misaki.signIn('misaki@example.com');
  await takes(misaki, title);
  assert.equal(await misaki.page.locator('audio').count(), 1);
  assert.ok(/#t=0,60$/.test(await misaki.page.locator('audio').getAttribute('src')), 'a minute of it');
  await misaki.look('recording');
  for (const text of ['これより本会議を開きます。', '異議なしと認めます。']) {
    await misaki.labelled('話した人').fill('議長 山田');
    await misaki.labelled('本文').fill(text);
    await misaki.press('work.screen.save');
  }
  await misaki.press('work.deliver.go');

  const megumi = await bring();
  await megumi.signIn('ito@yukihara.example');
  await megumi.open('/staff/check');
  await megumi.page.locator('main table tr', { hasText: title }).getByRole('link').first().click();
  await megumi.page.waitForURL(/\/staff\/check\/./);
  await megumi.look('sheet-recording');
  await megumi.press('work.check.accept');
  await put(naoko, path + '/work/delivery', '/delivery', { format: 'text' });
  await naoko.says('work.staff.said.delivered');
  const [file] = await Promise.all([naoko.page.waitForEvent('download'), naoko.page.locator(`a[href$="/work/delivery/1/file"]`).first().click()]);
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(await file.path(), 'utf8');
  assert.ok(text.startsWith('[00:00:00]') && text.includes('異議なしと認めます。'), text);
});

story('a client changes the spec in the middle', async (misaki, { hub, bring }) => {
  const title = '会員カードの入力';
  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  const path = await order(naoko, 'working', title);
  await naoko.open(path + '/work/instruction');
  const body = await naoko.page.locator('textarea[name=body]').inputValue();
  await put(naoko, path + '/work/instruction', '/instruction', { body: body + '\n電話がないときは「なし」と入れる', reason: '発注者から、電話の欄も埋めてほしいとの連絡' });
  await put(naoko, path + '/work/pieces', '/change', { fee: '15', reason: '欄が増えたため' });
  await naoko.says('work.field.fee_cut', { fee: '15.2' }); // a fee is never cut after its notice
  await naoko.look('change-mend');
  await put(naoko, path + '/work/pieces', '/change', { fee: '18', due: '2026-12-24', reason: '欄が増えたため' });
  assert.ok((await hub.mails('misaki@example.com')).some((m) => m.subject.includes('手順書が新しくなりました')));

  await misaki.signIn('misaki@example.com');
  await misaki.open('/my/work');
  await misaki.says('work.my.proposed');
  await misaki.page.locator('.mine').getByRole('link', { name: title }).first().click();
  await misaki.page.waitForURL(/\/my\/work\/pieces\//);
  await misaki.reads('「なし」と入れる');
  await misaki.go('work.screen.proposed');
  await misaki.reads('欄が増えたため');
  await misaki.look('other-terms');
  await misaki.press('work.notice.agree');
  await misaki.says('work.said.new_terms');
  await misaki.open('/my/work');
  await misaki.reads(misaki.lang === 'ja' ? '12月24日' : '24 Dec');
});

story('sealed work stays in the hub, and no one sees name and address together', async (naoko, { hub, bring }) => {
  const title = '名簿の住所の確認';
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/orders/new');
  const pick = async (name, text) => naoko.page.selectOption(`[name=${name}]`, await naoko.page.locator(`[name=${name}] option`, { hasText: text }).first().getAttribute('value'));
  await pick('client', '雪原市');
  await pick('kind', naoko.t('orders.ready.list_check'));
  await naoko.page.fill('[name=title]', title);
  await naoko.page.fill('[name=volume]', '6');
  await naoko.press('orders.new.send');
  const path = '/staff/orders/' + new URL(naoko.page.url()).pathname.split('/').pop();
  await put(naoko, path + '/quote', '/quote', { volume: '6', seconds: '60', price: '60', fee: '30', promise: '2026-12-24', permille: '5', valid: '2026-12-20' }, 'button.btn--primary');
  await put(naoko, path, '/answer', { name: '佐々木', yes: 'yes' });
  await put(naoko, path, '/plan', { checks: 'all', first_rows: '0', owner: '佐藤 直子', hub_only: '1' });
  await naoko.open(path + '/materials');
  await naoko.page.setInputFiles('[name=file]', { name: '名簿.csv', mimeType: 'text/csv', buffer: Buffer.from('氏名,住所\n' + [1, 2, 3, 4, 5, 6].map((n) => `人${n},雪原市本町${n}丁目`).join('\n')) });
  await Promise.all([naoko.page.waitForNavigation(), naoko.page.locator('form[enctype] button.btn--primary').first().click()]);
  await naoko.page.waitForURL(/\/materials$/, { timeout: 20000 });
  await put(naoko, path + '/materials', '/columns', { group0: 'a', group1: 'b', name2: '氏名の直し', group2: 'a', name3: '住所の直し', group3: 'b' });
  await put(naoko, path + '/work/instruction', '/instruction', { body: '名簿の原本と見くらべ、ちがうところだけを書く' });
  await split(naoko, path, 5);
  await put(naoko, path + '/work/call', '/call', { deadline: '2026-12-20' });

  const aoi = await bring();
  await aoi.open('/sign-in'); // without a password: by a link that is mailed
  await aoi.page.fill('#mail', 'worker7@example.com');
  await aoi.press('people.sign_in.send');
  const letter = await hub.mail('worker7@example.com', aoi.t('people.mail.sign_in.subject'));
  await aoi.follow(letter.links[0]);
  await aoi.press('ui.nav.sign_in');
  await aoi.open('/my/work?minutes=240&device=pc');
  await aoi.page.locator('main details summary').first().click();
  await aoi.says('work.reason.hub'); // not away from the hub
  await aoi.look('not-here');
  await naoko.open('/staff/here?q=' + encodeURIComponent('山本 あおい'));
  await naoko.look('here');
  await Promise.all([naoko.page.waitForNavigation(), naoko.page.locator('form', { hasText: '山本 あおい' }).locator('button[name=do]').first().click()]);
  await takes(aoi, title);
  const shown = await aoi.page.locator('main').innerText();
  assert.ok(shown.includes('氏名の直し') !== shown.includes('住所の直し'), 'one group of columns');
  assert.ok(shown.includes('雪原市本町') !== shown.includes('人1'), 'name and address are not shown together');
  await aoi.look('sealed');
});
