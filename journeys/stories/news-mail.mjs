import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

story('somebody asks for the news by mail, gets it, and stops it by one click', async (mio, { hub, bring }) => {
  // How to come is read on the way.
  await mio.open('/access');
  await mio.says('site.way.title');
  const map = mio.page.locator('.prose img');
  assert.ok((await map.getAttribute('alt')).length > 20 && (await map.getAttribute('width')) === '960', 'the map is described and keeps its place');
  await mio.look('access');

  await mio.open('/news');
  await mio.go('site.newsmail.title');
  await mio.waits();
  await mio.press('site.newsmail.send');
  await mio.says('site.field.news_consent_missing');
  await mio.look('news-mail-mend');
  await mio.fill({ 'site.newsmail.mail': 'mio@example.com' });
  await mio.labelled(mio.t('site.newsmail.consent_yes')).check();
  await mio.press('site.newsmail.send');
  await mio.says('site.newsmail.asked');
  await mio.look('news-mail-asked');
  const ask = await hub.mail('mio@example.com', mio.t('site.newsmail.ask_subject', { hub: '' }).slice(0, 8));
  await mio.follow(ask.links.find((l) => l.includes('/news-mail/confirm/')));
  await mio.look('news-mail-confirm');
  await mio.press('site.newsmail.confirm_button');
  await mio.says('site.newsmail.joined_text');

  const officer = await bring();
  await officer.signIn('takahashi@yukihara.example');
  await officer.open('/staff/site/letters');
  await officer.look('letters');
  await officer.page.locator('main td a').first().click();
  await officer.look('letter');
  const title = (await officer.page.locator('main strong').innerText()).trim();
  await officer.press('site.letters.send');
  await officer.says('site.letters.said', { n: 1 });
  await officer.look('letters-sent');

  const subject = mio.lang === 'ja' ? title : '';
  const news = await hub.mail('mio@example.com', subject);
  const stop = news.links.find((l) => l.includes('/news-mail/stop/'));
  const one = await fetch(stop, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), redirect: 'manual' });
  assert.equal(one.status, 200, 'a mail program wants no redirect');
  await mio.follow(stop);
  await mio.says('site.newsmail.left_text');
  await mio.look('news-mail-left');
});
