import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

story('Naoko signs in, changes her language and signs out', async (naoko, { hub }) => {
  await naoko.open('/staff/closures'); // she is sent to sign in, and comes back here
  await naoko.page.waitForURL('**/sign-in**');
  await naoko.look('sign-in');
  await naoko.page.locator('details.card summary').click();
  await naoko.page.fill('#mail2', 'sato@yukihara.example');
  await naoko.page.fill('#password', 'not this one');
  await naoko.page.locator('details.card button').click();
  await naoko.says('people.field.password_wrong');
  await naoko.look('sign-in-mend');

  await naoko.open('/staff/closures');
  await naoko.page.fill('#mail', 'sato@yukihara.example');
  await naoko.press('people.sign_in.send');
  await naoko.says('people.sent.title');
  await naoko.look('sign-in-sent');
  const mail = await hub.mail('sato@yukihara.example', naoko.t('people.mail.sign_in.subject'));
  await naoko.follow(mail.links[0]);
  await naoko.look('sign-in-link');
  await naoko.press('ui.nav.sign_in');
  await naoko.heading(naoko.t('hub.closure.title'));
  assert.notEqual(await naoko.follow(mail.links[0]), 200, 'the link works twice');
  await naoko.look('link-used');

  await naoko.open('/me/devices');
  await naoko.look('devices');
  await naoko.open('/me');
  await naoko.look('me');
  const other = naoko.lang === 'ja' ? 'en' : 'ja';
  await naoko.page.selectOption('#lang', other);
  await naoko.press('people.me.save');
  assert.equal(await naoko.page.locator('html').getAttribute('lang'), other);
  naoko.lang = other;
  await naoko.says('people.said.saved');
  await naoko.look('me-in-the-other-language');

  await naoko.page.setViewportSize({ width: 1280, height: 844 });
  await naoko.page.locator('.side').getByRole('button', { name: naoko.t('ui.nav.sign_out') }).click();
  await naoko.says('people.said.signed_out');
  await naoko.open('/staff');
  await naoko.heading(naoko.t('people.sign_in.title'));
});

story('a family shares one address and the wrong person finds no door', async (takahashi) => {
  await takahashi.signIn('takahashi@yukihara.example'); // the city's officer reads numbers, and changes nothing
  for (const path of ['/staff/settings', '/staff/people', '/staff/closures', '/staff/mail']) {
    assert.equal(await takahashi.open(path), 403, path);
  }
  await takahashi.says('ui.fault.not_yours');
  await takahashi.look('not-yours');
}, { in: [{ lang: 'ja', width: 390 }] });
