import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

story('a hub is opened', async (admin, { hub, bring }) => {
  const link = hub.line(/open it once at (.*)/);
  const visitor = await bring();
  assert.equal(await visitor.open('/'), 503);
  await visitor.says('hub.setup.waiting');
  await visitor.look('not-open-yet');

  await admin.follow(link.replace(hub.url, hub.url + admin.path('')));
  await admin.look('setup-1');
  await admin.press('hub.setup.next'); // nothing filled in: the page says what to mend
  assert.ok(await admin.page.locator('.errsum').evaluate((e) => e === document.activeElement));
  await admin.look('setup-1-mend');
  await admin.fill({ 'hub.field.name': '北浜しごとひろば', 'hub.field.slug': 'kitahama', 'hub.field.kana': 'きたはましごとひろば', 'hub.field.postcode': '０４０−０００１',
    'hub.field.address': '北海道北浜市港町1-2', 'hub.field.phone': '0138-00-0000', 'hub.field.mail': 'info@kitahama.example' });
  await admin.press('hub.setup.next');
  await admin.says('hub.setup.lead2');
  await admin.look('setup-2');
  await admin.press('hub.setup.back');
  assert.equal(await admin.field('hub.field.name').inputValue(), '北浜しごとひろば');
  await admin.press('hub.setup.next');
  await admin.fill({ 'hub.field.hue': '230' });
  await admin.press('hub.setup.next');
  await admin.says('hub.setup.lead3');
  await admin.page.fill('#d1', '9:30-16:00');
  await admin.page.fill('#d3', '9:00-12:00、13:00-17:00');
  await admin.look('setup-3');
  await admin.press('hub.setup.next');
  await admin.says('hub.setup.lead4');
  await admin.look('setup-4');
  await admin.fill({ 'hub.setup.admin_name': '港 花子', 'hub.setup.admin_mail': 'minato@kitahama.example', 'hub.setup.admin_password': 'yukihara-demo' });
  await admin.press('hub.setup.open');

  await admin.signIn('minato@kitahama.example');
  await admin.look('first-morning');
  await admin.open('/staff/settings');
  assert.equal(await admin.field('hub.field.postcode').inputValue(), '〒040-0001');
  assert.equal(await admin.field('hub.field.few').inputValue(), '5', 'the programme\'s rules say five unless somebody chose');
  await admin.fill({ 'hub.field.sub': '北浜市の在宅しごとの窓口', 'hub.field.few': '２' });
  await admin.press('hub.settings.save');
  await admin.says('hub.field.few_range', { from: 3, to: 10 });
  assert.equal(await admin.field('hub.field.few').inputValue(), '２', 'what was typed is kept');
  await admin.look('settings-refused');
  await admin.fill({ 'hub.field.few': '４' });
  await admin.press('hub.settings.save');
  await admin.says('hub.settings.said');
  await admin.look('settings-saved');

  await visitor.open('/');
  await visitor.reads('北浜しごとひろば');
  await visitor.look('home-of-a-new-hub');
  await visitor.follow(link);
  await visitor.readsNot('港 花子');
  assert.notEqual(await visitor.follow(link), 200, 'the link opens a second hub');
}, { now: '' });
