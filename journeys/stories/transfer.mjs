import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { story } from '../lib/story.mjs';

const record = 122; // 120 bytes and the line's end
const half = (b) => new TextDecoder('shift_jis').decode(b);

/** theFile takes a run's file and reads it back byte by byte: what it says it holds is what it holds. */
async function theFile(p, run) {
  const res = await p.page.request.get(run + '/file.txt');
  assert.equal(res.status(), 200);
  const body = await res.body();
  const lines = Array.from({ length: body.length / record }, (_, i) => body.subarray(i * record, (i + 1) * record));
  assert.ok(lines.every((l) => l.subarray(120).toString() === '\r\n'), 'every record has 120 bytes');
  assert.equal(lines.map((l) => String.fromCharCode(l[0])).join('').replace(/2+/, '2'), '1289');
  const transfers = lines.filter((l) => l[0] === 0x32).map((l) => ({ bank: l.subarray(1, 5).toString(), account: l.subarray(43, 50).toString(), payee: half(l.subarray(50, 80)).trim(), amount: Number(l.subarray(80, 90)), fresh: l.subarray(90, 91).toString() }));
  const end = lines.at(-2).toString('latin1');
  assert.equal(Number(end.slice(1, 7)), transfers.length);
  assert.equal(Number(end.slice(7, 19)), transfers.reduce((s, t) => s + t.amount, 0));
  await p.page.goto(run);
  await p.reads(createHash('sha256').update(body).digest('hex').match(/.{8}/g).join(' '));
  return { body, transfers };
}

/** answer writes what the bank says of each transfer into its file. */
function answer(body, codes) {
  const out = Buffer.from(body);
  codes.forEach((c, i) => (out[(i + 1) * record + 113] = c.charCodeAt(0)));
  return out;
}

async function send(p, buffer) {
  await p.page.setInputFiles('#file', { name: 'kekka.txt', mimeType: 'text/plain', buffer });
  await p.press('bank.answer.read');
}

/** run makes what is ready into a run and answers its address. */
async function prepare(p) {
  await p.open('/staff/bank/new');
  await p.look('transfer-collect');
  await p.press('bank.new.prepare');
  await p.says('bank.said.prepared');
  await p.says('bank.run.mine');
  return p.page.url();
}

async function approve(p, run) {
  await p.page.goto(run);
  await p.look('transfer-approve');
  await p.press('bank.approve.do');
  await p.says('bank.said.approved');
}

story('a transfer fails', async (makoto, { bring, hub }) => {
  const yuki = await bring();
  const misaki = await bring({ width: 390 });
  await makoto.signIn('watanabe@yukihara.example');
  await yuki.signIn('kudo@yukihara.example');

  // A run waits; it is given up, and its statements are collected again.
  await makoto.open('/staff/bank');
  await makoto.look('transfer-runs');
  await makoto.page.locator('tbody a').first().click();
  await makoto.says('bank.run.mine');
  await makoto.page.locator('details.card summary').click();
  await makoto.press('bank.drop.do');
  await makoto.says('bank.field.drop_reason');
  await makoto.look('transfer-drop-mend');
  await makoto.fill({ 'bank.drop.reason': '月曜に出し直す' });
  await makoto.press('bank.drop.do');
  await makoto.says('bank.state.dropped');

  await makoto.open('/staff/bank/new?due=2027-01-03&pay_on=2027-01-02');
  await makoto.reads(makoto.lang === 'ja' ? '2026年12月30日' : '30 Dec 2026'); // banks are closed until the 4th
  await makoto.look('transfer-closed-day');
  const run = await prepare(makoto);
  await makoto.look('transfer-made');

  // Two persons.
  await approve(yuki, run);
  await makoto.page.goto(run);
  await makoto.press('bank.file.make');
  await makoto.says('bank.said.filed');
  await makoto.look('transfer-filed');
  const first = await theFile(makoto, run);
  assert.ok(first.transfers.length >= 2, 'the town pays several people');
  await makoto.page.locator('details', { hasText: makoto.t('bank.file.again_title') }).locator('summary').first().click();
  await makoto.press('bank.file.make');
  await makoto.look('transfer-again-mend');
  assert.equal(await makoto.page.locator('#again-e, .err').count() > 0, true, 'a second making is asked twice');

  // One came back, by a letter of the bank; the others are in its file.
  const hers = first.transfers.findIndex((t) => t.payee === 'ﾐﾖｼ ﾐｻｷ');
  assert.ok(hers >= 0, 'Misaki is paid');
  await makoto.page.goto(`${run}/${hers + 1}`);
  await makoto.press('bank.fail.do');
  await makoto.says('bank.field.reason');
  await makoto.look('transfer-fail-mend');
  await makoto.page.locator('input[value=name]').check();
  await makoto.press('bank.fail.do');
  await makoto.says('bank.ask.name');
  await makoto.look('transfer-failed');
  await makoto.page.goto(run);
  await send(makoto, answer(first.body, first.transfers.map((_, i) => (i === hers ? '2' : '0'))));
  await makoto.says('bank.fault.not_yet'); // banks pay on the day, not before

  await hub.until('2026-12-18T15:30:00+09:00');
  await makoto.signIn('watanabe@yukihara.example');
  await yuki.signIn('kudo@yukihara.example');
  await makoto.page.goto(run);
  await send(makoto, first.body.subarray(0, record * 2));
  await makoto.look('transfer-answer-mend');
  await send(makoto, answer(first.body, first.transfers.map((_, i) => (i === hers ? '2' : '0'))));
  await makoto.says('bank.state.done');
  await makoto.look('transfer-done');

  // She is told, types the account as her passbook has it, and confirms it.
  const letter = await makoto.hub.mail('misaki@example.com', '報酬の振込ができませんでした');
  assert.match(letter.text, /通帳/);
  await misaki.signIn('misaki@example.com');
  await misaki.open('/my/account');
  await misaki.go('payee.my.change');
  await misaki.page.fill('#bank', '0501');
  await misaki.page.fill('#branch', '060');
  await misaki.page.locator('input[name=kind][value="1"]').check();
  await misaki.page.fill('#number', '７６５４３２１');
  await misaki.page.fill('#holder', 'ミヨシ ミサキ');
  await Promise.all([misaki.page.waitForNavigation(), misaki.page.locator('main form button.btn--primary').first().click()]);
  await makoto.page.goto(`${run}/${hers + 1}`);
  await makoto.says('bank.again.confirm');
  await misaki.open('/my');
  await misaki.says('payee.card.confirm');
  await misaki.open('/my/account');
  await misaki.reads('7654321');
  await misaki.look('transfer-account');
  await misaki.press('payee.my.yes');
  await misaki.says('payee.said.confirmed');
  await misaki.look('transfer-account-confirmed');

  // The next run pays her.
  await makoto.open('/staff/bank');
  await makoto.look('transfer-list-failed');
  await makoto.page.goto(`${run}/${hers + 1}`);
  await makoto.go('bank.again.to_run');
  await makoto.reads('ﾐﾖｼ ﾐｻｷ');
  const next = await prepare(makoto);
  await approve(yuki, next);
  await makoto.page.goto(next);
  await makoto.press('bank.file.make');
  const second = await theFile(makoto, next);
  assert.deepEqual(second.transfers, [{ bank: '0501', account: '7654321', payee: 'ﾐﾖｼ ﾐｻｷ', amount: first.transfers[hers].amount, fresh: '1' }]);
  await makoto.press('bank.answer.rest');
  await makoto.says('bank.state.done');
  await makoto.page.goto(`${run}/${hers + 1}`);
  await makoto.look('transfer-paid-after-all');
});

story('a client pays short by the fee of the bank', async (makoto) => {
  await makoto.signIn('watanabe@yukihara.example');
  await makoto.open('/staff/bank/account');
  assert.equal(await makoto.page.inputValue('#fee_most'), '880');
  await makoto.open('/staff/bank/incoming');
  await makoto.reads(makoto.lang === 'ja' ? 'たぶん' : 'Perhaps');
  await makoto.page.locator('tbody tr', { hasText: makoto.lang === 'ja' ? 'たぶん' : 'Perhaps' }).locator('a').first().click();
  await makoto.says('bank.why.fee');
  await makoto.look('short-proposed');

  // Another word for the difference is told to be wrong, and nothing was matched.
  const page = makoto.page;
  await page.locator('input[type=checkbox][name=invoice]').first().check();
  await page.locator('input[name=rest][value=advance]').check();
  await page.locator('form', { has: page.locator('input[type=checkbox][name=invoice]') }).locator('button').click();
  await makoto.says('bank.field.nothing_over');
  await makoto.look('short-mend');

  await page.locator('button[name=rest][value=fee]').first().click();
  await makoto.says('bank.said.matched');
  await makoto.says('bank.incoming.state.matched');
  await makoto.look('short-matched');
  const no = (await page.locator('#paid-h + ul .num').first().textContent()).trim();

  // The invoice is paid in full, and the difference is a charge of the bank in the books.
  await makoto.open('/staff/invoices?state=paid');
  await page.locator('a', { hasText: no }).first().click();
  await makoto.says('bill.state.paid');
  await makoto.says('bill.came.fee', { yen: makoto.lang === 'ja' ? '440円' : '¥440' });
  await makoto.look('short-invoice');
});
