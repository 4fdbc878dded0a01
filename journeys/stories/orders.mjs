import assert from 'node:assert/strict';
import { story, ways } from '../lib/story.mjs';
import { words } from '../lib/words.mjs';

const address = 'ayase@kaisei.example';
const title = '会員カードの入力';

/** letter is the newest letter to the client with this subject; letters to clients are Japanese. */
async function letter(hub, key, args) {
  const m = await hub.mail(address, words('ja', key, args));
  return { ...m, link: m.links.find((l) => l.includes('/window/')) };
}

/** enter opens a link of a letter in the person's language. */
async function enter(person, link) {
  const u = new URL(link);
  return person.open(u.pathname);
}

async function asks(ayase, hub) {
  await ayase.open('/');
  await ayase.go('site.co.ask');
  await ayase.press('orders.request.next'); // nothing filled in yet
  await ayase.says('orders.need.title');
  await ayase.look('request-mend');
  await ayase.labelled(ayase.t('orders.ready.data_entry')).check();
  await ayase.fill({ 'orders.ask.title_label': title, 'orders.ask.words': 'お店で書いたカードです。CSVで受け取りたいです。' });
  await ayase.press('orders.request.next');
  await ayase.fill({ 'orders.request.volume.image': '６，０００' });
  await ayase.look('request-how-much');
  await ayase.press('orders.request.next');
  await ayase.press('orders.request.back');
  assert.equal(await ayase.field('orders.request.volume.image').inputValue(), '６，０００', 'what was typed is carried back');
  await ayase.press('orders.request.next');
  await ayase.fill({ 'orders.ask.wanted': '2026-12-24', 'orders.request.company': '海星トラベル株式会社', 'orders.request.name': '綾瀬 玲', 'orders.client.mail': address });
  await ayase.page.setInputFiles('#file', { name: '見本.csv', mimeType: 'text/csv', buffer: Buffer.from('会員番号,氏名\nY1,綾瀬\n') });
  await ayase.look('request-who');
  await hub.forward('5s'); // people take their time
  await ayase.press('orders.request.send');
  await ayase.says('orders.thanks.title');
  await ayase.look('request-thanks');
  assert.ok((await letter(hub, 'orders.mail.receipt_subject')).text.includes('12月16日（水）'), 'answered within two working days');
}

async function quotes(naoko, way) {
  await naoko.signIn('sato@yukihara.example');
  await naoko.says('orders.requests.waiting');
  await naoko.open('/staff/orders?state=asked');
  await naoko.look('orders-asked');
  await naoko.page.locator('tr', { hasText: '海星トラベル' }).getByRole('link', { name: title }).click();
  await naoko.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  await naoko.reads('見本.csv');
  await naoko.look('order-asked');
  await naoko.go('orders.quote.make');
  await naoko.fill({ 'orders.quote.price_in': '28', 'orders.quote.fee_in': '10' });
  if (way.js === false) await naoko.press('orders.figures.calculate');
  else await naoko.page.locator('#figures').getByText(naoko.t('orders.figures.below')).waitFor();
  await naoko.says('orders.figures.below');
  await naoko.look('quote-below');
  await naoko.fill({ 'orders.quote.fee_in': '15.2', 'orders.quote.terms': '月末締め、翌月末払い' });
  if (way.js === false) await naoko.press('orders.figures.calculate');
  else await naoko.page.locator('#figures').getByText('1,272').waitFor();
  await naoko.reads('168,000');
  await naoko.fill({ 'orders.quote.promise': '２月３０日' });
  await naoko.press('orders.quote.send');
  await naoko.says('orders.field.date_form');
  await naoko.look('quote-mend');
  await naoko.fill({ 'orders.quote.promise': '2026-12-22' });
  await naoko.press('orders.quote.send');
  await naoko.says('orders.said.quote');
}

async function accepts(ayase, hub) {
  const { link } = await letter(hub, 'orders.mail.quote_subject', { title });
  await enter(ayase, link);
  await ayase.reads('168,000');
  await ayase.reads('184,800');
  await ayase.readsNot('1,272');
  await ayase.look('window-quote');
  const pdf = await ayase.page.request.get(ayase.page.url() + '/quote.pdf');
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
  await ayase.press('orders.reply.send');
  await ayase.says('orders.need.name');
  await ayase.look('window-mend');
  await ayase.fill({ 'orders.reply.name': '綾瀬 玲', 'orders.reply.po': 'KT-31' });
  await ayase.press('orders.reply.send');
  await ayase.says('orders.said.accepted');
  await ayase.look('window-ordered');
  await ayase.page.setInputFiles('#file', { name: '名簿.csv', mimeType: 'text/csv', buffer: Buffer.from('会員番号,氏名\nY1,綾瀬\nY2,石川\nY3,上田\n') });
  await ayase.press('orders.drop.send');
  await ayase.says('orders.said.dropped');
  await hub.forward('1s'); // the file is read meanwhile
  await enter(ayase, link);
  await ayase.saysSoon('orders.preview.total', { n: 3 });
  await ayase.says('orders.material.sealed');
  await ayase.look('window-handed');
  await ayase.fill({ 'orders.window.write': '会社名は略しますか。' });
  await ayase.press('orders.thread.send');
  await ayase.says('orders.said.written');
  return link;
}

story('a company in Tokyo asks, gets a quote, accepts', async (ayase, { hub, bring }) => {
  await asks(ayase, hub);
  await hub.until('2026-12-14T09:40:00+09:00');
  const naoko = await bring();
  await quotes(naoko, ayase.way);
  const link = await accepts(ayase, hub);
  await naoko.open('/staff/orders?state=ordered');
  await naoko.look('orders-ordered');
  await naoko.page.locator('tr', { hasText: '海星トラベル' }).getByRole('link', { name: title }).click();
  await naoko.page.waitForURL(/\/staff\/orders\/[0-9a-f-]+$/);
  await naoko.reads('KT-31');
  await naoko.reads('会社名は略しますか。');
  await naoko.look('order-ordered');
  await naoko.fill({ 'orders.thread.write': '略さずに入れます。' });
  await naoko.press('orders.thread.send');
  await naoko.says('orders.said.message');
  await naoko.go('orders.tab.materials');
  await naoko.reads('石川');
  await naoko.look('order-materials');
  await naoko.page.fill('#name2', '電話');
  await naoko.press('orders.columns.save');
  await naoko.says('orders.said.columns');
  await letter(hub, 'orders.mail.message_subject', { title });
  await enter(ayase, link);
  await ayase.reads('略さずに入れます。');
}, { in: [...ways, { lang: 'ja', width: 390, js: false }] });
