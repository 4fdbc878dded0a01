import assert from 'node:assert/strict';
import { inflateRawSync } from 'node:zlib';
import { story } from '../lib/story.mjs';
import { words } from '../lib/words.mjs';

const client = 'tanaka@client.example';

/** entries are the files of a zip archive by name, as its own list of contents tells them. */
function entries(zip) {
  const out = {};
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06')) + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, packed, name, extra, note, local] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const body = zip.subarray(from, from + packed);
    out[zip.subarray(at + 46, at + 46 + name).toString()] = method ? inflateRawSync(body) : body;
    at += 46 + name + extra + note;
  }
  return out;
}

/** yen is a sum as the person reads it. */
const yen = (person, n) => (person.lang === 'en' ? `¥${n}` : `${n}円`);

/** opened goes to the invoice of a number from the list. */
async function opened(person, no) {
  await person.open('/staff/invoices');
  await person.page.locator('table').getByRole('link', { name: no }).click();
  await person.page.waitForURL(/\/staff\/invoices\/[0-9a-f-]{36}$/);
}

/** unfold opens the part of a page with these words. */
async function unfold(person, key) {
  await person.page.locator('summary', { hasText: person.t(key) }).click();
}

story('a client pays late', async (makoto, { hub, bring }) => {
  await hub.until('2027-01-05T09:40:00+09:00');
  await makoto.signIn('watanabe@yukihara.example');
  await makoto.says('bill.wait.late');
  await makoto.open('/staff/invoices?state=overdue');
  await makoto.says('bill.list.late_free');
  await makoto.look('invoices-overdue');
  await opened(makoto, '2026-0002');
  await makoto.says('bill.state.late', { n: 6 });
  await makoto.look('invoice-overdue');
  await makoto.press('bill.remind.do');
  await makoto.says('bill.said.reminded');
  const letter = await hub.mail(client, words('ja', 'bill.mail.reminder_subject', { no: '2026-0002' }));
  const link = new URL(letter.links.find((l) => l.includes('/window/')));
  const sho = await bring();
  await sho.open(link.pathname);
  await sho.reads(yen(sho, '16,830'));
  await sho.readsNot('/staff/');
  await sho.look('window-invoice');
  const pdf = await sho.page.request.get(sho.page.url() + '/paper.pdf');
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
  await unfold(makoto, 'bill.receipt.title');
  await makoto.fill({ 'bill.receipt.amount': 'たくさん' });
  await makoto.press('bill.receipt.do');
  await makoto.says('bill.field.yen_form');
  await makoto.look('receipt-mend');
  await makoto.fill({ 'bill.receipt.amount': '１０，０００' });
  await makoto.press('bill.receipt.do');
  await makoto.says('bill.said.received');
  await makoto.reads(yen(makoto, '6,830'));
  await makoto.look('invoice-part');
  await unfold(makoto, 'bill.receipt.title');
  await makoto.fill({ 'bill.receipt.amount': '6,830' });
  await makoto.press('bill.receipt.do');
  await makoto.says('bill.state.paid');
  await makoto.look('invoice-paid');
  await sho.open(link.pathname.replace(/\/invoices\/.*/, ''));
  await sho.says('bill.window.nothing_open');
  await sho.look('window-paid');
});

story('an auditor asks for all documents of a client between two dates', async (makoto, { hub }) => {
  await hub.until('2026-12-14T09:40:00+09:00');
  await makoto.signIn('watanabe@yukihara.example');
  await makoto.open('/staff/invoices?state=draft');
  await makoto.look('invoices-drafts');
  await opened(makoto, makoto.t('bill.state.draft'));
  await makoto.look('invoice-draft');
  await unfold(makoto, 'bill.line.add');
  await makoto.fill({ 'bill.what': '郵送料' });
  await makoto.press('bill.line.do');
  await makoto.says('bill.field.price_form');
  await makoto.look('invoice-draft-mend');
  await makoto.fill({ 'bill.line.price': '600' });
  await makoto.press('bill.line.do');
  await makoto.press('bill.issue.do', { yen: yen(makoto, '8,844') });
  await makoto.says('bill.said.issued');
  await makoto.look('invoice-issued');
  await opened(makoto, '2026-0001');
  await makoto.go('bill.credit.title');
  await makoto.press('bill.credit.do');
  await makoto.says('bill.field.missing');
  await makoto.look('credit-mend');
  await makoto.page.fill('#line1', '850');
  await makoto.fill({ 'bill.reason': '1枚は数えまちがい' });
  await makoto.press('bill.credit.do');
  await makoto.reads('C2026-0001');
  await makoto.look('invoice-credited');
  await makoto.open('/staff/books?from=2026-10-01&to=2026-12-31&name=みなと');
  for (const no of ['2026-0001', '2026-0002', 'C2026-0001']) await makoto.reads(no);
  await makoto.readsNot('2026-0003');
  await makoto.look('books-of-a-client');
  await makoto.press('books.exports.found', { n: '3' });
  const ready = makoto.page.locator('main a[href*="/staff/books/exports/"]');
  for (let i = 0; i < 40 && !(await ready.count()); i++) await makoto.open('/staff/books/exports');
  await makoto.look('books-export');
  const zip = await makoto.page.request.get(new URL(await ready.first().getAttribute('href'), makoto.page.url()).href);
  const files = entries(await zip.body());
  const names = Object.keys(files);
  const index = files[names.find((n) => n.endsWith('.csv'))].toString();
  assert.ok(!index.includes('2026-0003'), 'another client stands in the archive');
  for (const no of ['2026-0001', '2026-0002', 'C2026-0001']) {
    const line = index.split('\r\n').find((l) => l.split(',').includes(no));
    assert.ok(line, `${no} stands in the index`);
    const path = names.find((n) => line.includes(n));
    assert.equal(files[path].subarray(0, 5).toString(), '%PDF-', `${no} is in the archive`);
  }
});

story('every figure of the hub opens its entries', async (makoto, { hub }) => {
  await hub.until('2026-12-14T09:40:00+09:00');
  await makoto.signIn('watanabe@yukihara.example');
  await makoto.open('/staff/margins');
  await makoto.reads('申込書の入力（1回目）');
  await makoto.look('margins');
  await makoto.open('/staff/profit');
  await makoto.look('profit');
  await makoto.fill({ 'bill.cost.amount': '12,000', 'bill.cost.words': '灯油' });
  await makoto.press('bill.cost.do');
  await makoto.says('bill.said.cost');
  await makoto.page.locator('main a[href*="/staff/books/entries/"]').first().click();
  await makoto.page.waitForURL(/\/staff\/books\/entries\//);
  await makoto.reads('灯油');
  await makoto.look('entry-of-a-cost');
  await makoto.open('/staff/profit');
  await makoto.go('bill.export.title');
  await makoto.look('journal-export');
  const [file] = await Promise.all([makoto.page.waitForEvent('download'), makoto.page.getByRole('button', { name: makoto.t('bill.export.do') }).click()]);
  assert.match(file.suggestedFilename(), /^journal-freee-.*\.csv$/);
  await makoto.open('/staff/invoices/issuer');
  await makoto.look('issuer');
});
