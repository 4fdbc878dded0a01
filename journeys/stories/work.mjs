import assert from 'node:assert/strict';
import { story, ways } from '../lib/story.mjs';

// The demo town is at work on forty membership cards: the client has approved the first
// rows, Misaki has a piece in hand, and one delivery waits for its inspection.
const title = '会員カードの入力';
const misakis = 'misaki@example.com';
const surnames = [['青木', 'アオキ'], ['石川', 'イシカワ'], ['上田', 'ウエダ'], ['大野', 'オオノ'], ['川口', 'カワグチ'], ['北村', 'キタムラ'], ['小山', 'コヤマ'], ['坂本', 'サカモト'], ['白井', 'シライ'], ['高田', 'タカダ']];

/** card is what stands on the picture that is shown, by the number in its name. */
async function card(person) {
  const name = await person.page.locator('.photo img').getAttribute('alt');
  const n = Number(/card_(\d+)/.exec(name)[1]) - 1;
  return { member: `Y${204100 + n * 7}`, name: `${surnames[n % 10][0]} 花`, kana: surnames[n % 10][1] + ' ハナ', postcode: '060-0001' };
}

/** enters fills a row in and goes on to the next. */
async function enters(person, row) {
  const x = row ?? (await card(person));
  for (const [label, value] of [['会員番号', x.member], ['氏名', x.name], ['フリガナ', x.kana], ['郵便番号', x.postcode]]) await person.labelled(label).fill(value);
  await person.press('work.screen.save');
}

/** theRest enters all rows that are left and delivers the piece. */
async function theRest(person, look) {
  for (;;) {
    if (person.page.url().endsWith('/all')) break;
    await enters(person);
  }
  if (look) await person.look('all-rows');
  await person.press('work.deliver.go');
  await person.says('work.said.delivered');
}

/** takes takes a piece of the cards on. */
async function takes(person) {
  await person.open('/my/work?minutes=40&device=phone');
  await person.page.locator('li', { hasText: title }).getByRole('link', { name: person.t('work.my.look') }).first().click();
  await person.page.waitForURL(/\/my\/work\/orders\//);
}

story('the baby wakes in the middle of a piece', async (misaki, { hub }) => {
  await misaki.signIn(misakis);
  await misaki.open('/my/work');
  await misaki.look('work');
  await takes(misaki);
  await misaki.says('work.item.secrecy');
  await misaki.look('terms-before');
  await misaki.press('work.propose.take');
  await misaki.says('work.said.claimed');
  await misaki.look('row');
  const x = await card(misaki);
  await enters(misaki, { ...x, kana: '花', postcode: '12' }); // the page asks, and keeps what was typed
  await misaki.says('work.cell.kana');
  await misaki.look('row-mend');
  assert.equal(await misaki.labelled('郵便番号').inputValue(), '12');
  await enters(misaki, x);
  await enters(misaki);
  await misaki.go('work.screen.stop'); // the baby wakes
  await misaki.says('work.back.done', { n: 2 });
  await misaki.look('stop');
  await misaki.press('work.back.go');
  await misaki.says('work.said.handed_back');
  await misaki.open('/my/work/results');
  await misaki.look('results');
  await misaki.reads(misaki.lang === 'ja' ? '31円' : '¥31'); // two rows of 15.2 yen, in her favour
  await misaki.open('/my/work/terms');
  await misaki.look('notices');
  assert.deepEqual(hub.errors, []);
}, { in: [...ways, { lang: 'ja', width: 390, js: false }] });

story('six thousand cards from Tokyo: two stumble over a line, all is delivered and accepted', async (misaki, { hub, bring }) => {
  const megumi = await bring(); // the leader
  await megumi.signIn('ito@yukihara.example');
  await megumi.open('/staff/check');
  await megumi.look('queue');
  await megumi.page.locator('main table a').first().click();
  await megumi.look('sheet');
  await megumi.labelled('会員番号').first().fill('Y209999');
  await megumi.press('work.check.accept'); // a correction points at a line, and says whose it is
  await megumi.says('work.field.pick');
  await megumi.look('sheet-mend');
  await megumi.page.selectOption('[name=line]', '1');
  await megumi.page.locator('[name=cause][value=worker]').check();
  await megumi.press('work.check.accept');

  await misaki.signIn(misakis);
  await misaki.open('/my/work');
  await misaki.page.locator('.mine').getByRole('link', { name: title }).first().click();
  await misaki.page.waitForURL(/\/my\/work\/pieces\//);
  await theRest(misaki, true);
  await megumi.open('/staff/check');
  await megumi.page.locator('main table a').first().click();
  await megumi.page.waitForURL(/\/staff\/check\/./);
  await megumi.page.locator('[name=rows]').first().check();
  await megumi.page.selectOption('[name=line]', '1');
  await megumi.page.locator('[name=cause][value=worker]').check();
  await megumi.page.fill('[name=example]', 'Y204107のように、数字は6つ');
  await megumi.press('work.check.back');

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/orders?state=working');
  await naoko.page.getByRole('link', { name: title }).first().click();
  await naoko.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  const order = new URL(naoko.page.url()).pathname.split('/').pop();
  await naoko.open(`/staff/orders/${order}/work`);
  await naoko.says('work.staff.blamed', { line: 1 }); // two people, one line: the instruction is to blame
  await naoko.look('order-work');
  await naoko.go('work.staff.blamed_mend');
  await naoko.look('instruction');

  await misaki.open('/my/work');
  await misaki.says('work.my.rework');
  await misaki.page.locator('.mine').getByRole('link', { name: title }).first().click();
  await misaki.page.waitForURL(/\/my\/work\/pieces\//);
  await misaki.reads('数字は6つ');
  await misaki.look('rework');
  await enters(misaki);
  await misaki.go('work.screen.all').catch(() => {});
  await misaki.press('work.deliver.go');
  for (let left = 2; left > 0; left--) {
    await takes(misaki);
    await misaki.press('work.propose.take');
    await theRest(misaki);
  }
  for (let left = 3; left > 0; left--) {
    await megumi.open('/staff/check');
    await megumi.page.locator('main table a').first().click();
    await megumi.page.waitForURL(/\/staff\/check\/./);
    await megumi.press('work.check.accept');
  }
  await megumi.open('/staff/check');
  await megumi.says('work.check.none');

  await naoko.open(`/staff/orders/${order}/work/delivery`);
  await naoko.look('deliver');
  await naoko.press('work.staff.delivery.do');
  await naoko.says('work.staff.said.delivered');
  await naoko.look('delivered');

  const tanaka = await bring();
  const letters = await hub.mails('tanaka@client.example');
  const link = letters.flatMap((m) => m.links).find((l) => l.includes(`/orders/${order}`));
  await tanaka.open(new URL(link).pathname);
  await tanaka.look('window-delivery');
  await tanaka.go('work.window.receive');
  await tanaka.look('delivery');
  const [file] = await Promise.all([tanaka.page.waitForEvent('download'), tanaka.page.getByRole('link', { name: tanaka.t('work.window.download') }).first().click()]);
  const { readFileSync } = await import('node:fs');
  const lines = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
  assert.equal(lines.length, 41, 'a line for every card, and the heads');
  await tanaka.labelled(tanaka.t('work.window.yes')).check();
  await tanaka.fill({ 'work.window.name': '田中 翔' });
  await tanaka.press('work.window.send');
  await tanaka.says('work.window.said.accepted');
  assert.ok(lines[0].includes('会員番号') && lines.some((l) => l.includes('Y209999')), lines[0]);
});
