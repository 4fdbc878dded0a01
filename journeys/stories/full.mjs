import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

const title = '大場さんの台所で話す会';

/** announce: Naoko makes a seminar with one seat, and publishes it. Answers its id. */
async function announce(naoko) {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/seminars/new');
  await naoko.look('seminar-new');
  await naoko.press('outreach.staff.save');
  await naoko.says('outreach.seminar.title_missing');
  await naoko.look('seminar-new-mend');
  await naoko.fill({ 'outreach.staff.series': '小さな会', 'outreach.staff.title': title, 'outreach.staff.date': '令和８年１２月２３日', 'outreach.staff.from': '１０：００', 'outreach.staff.to': '11:30',
    'outreach.staff.place': '地域交流館 1階', 'outreach.staff.capacity': '１' });
  await naoko.press('outreach.staff.save');
  await naoko.says('outreach.staff.saved');
  await naoko.look('seminar-draft');
  await naoko.go('outreach.staff.step.publish');
  await naoko.look('seminar-publish');
  await naoko.press('outreach.staff.step.publish');
  await naoko.says('outreach.staff.said.publish');
  return naoko.page.url().match(/[0-9a-f-]{36}/)[0];
}

async function signsUp(person, seminar, name, kana, mail) {
  await person.open(`/seminars/${seminar}/sign-up`);
  await person.waits();
  await person.fill({ 'outreach.signup.name': name, 'outreach.signup.kana': kana, 'outreach.signup.mail': mail });
  await person.labelled(person.t('outreach.signup.consent_yes')).check();
  const full = (await person.page.locator('main').innerText()).includes(person.t('outreach.seminar.full_text'));
  await person.press(full ? 'outreach.seminar.go_wait' : 'outreach.signup.send');
  await person.says(full ? 'outreach.signup.done_wait' : 'outreach.signup.done');
  return person.page.url();
}

story('the seminar is full', async (naoko, { hub, bring }) => {
  const seminar = await announce(naoko);
  const aoi = await bring(), mayu = await bring(), emi = await bring();
  await signsUp(aoi, seminar, '石川 あおい', 'いしかわ あおい', 'aoi@example.com');
  await aoi.says('outreach.ticket.seat');

  await mayu.open('/seminars/' + seminar);
  await mayu.says('outreach.seminar.full');
  await mayu.look('seminar-full');
  await mayu.open(`/seminars/${seminar}/sign-up`);
  await mayu.look('sign-up-full');
  const mayusTicket = await signsUp(mayu, seminar, '原田 真由', 'はらだ まゆ', 'mayu@example.com');
  await mayu.says('outreach.ticket.line', { n: 1 });
  await mayu.look('ticket-waiting');
  const emisTicket = await signsUp(emi, seminar, '松井 恵理', 'まつい えり', 'emi@example.com');
  await emi.says('outreach.ticket.line', { n: 2 });
  await signsUp(emi, seminar, '松井 恵理', 'まつい えり', 'emi@example.com').then(() => assert.fail('she is in the line twice'), () => {});
  await emi.says('outreach.signup.again_title');
  await emi.look('signed-up-before');

  await hub.until('2026-12-14T10:00:00+09:00');
  const mail = await hub.mail('aoi@example.com', aoi.t('outreach.mail.seat.subject', { title }));
  await aoi.follow(mail.links.find((l) => l.includes('/t/')));
  await aoi.go('outreach.ticket.cancel');
  await aoi.look('ticket-cancel');
  await aoi.press('outreach.ticket.cancel');
  await aoi.says('outreach.ticket.cancel_done');
  await aoi.look('ticket-cancelled');

  const offer = await hub.mail('mayu@example.com', mayu.t('outreach.mail.offer.subject', { title }));
  await mayu.follow(offer.links.find((l) => l.includes('/t/')));
  assert.equal(mayu.page.url().replace(/\?.*/, ''), mayusTicket.replace(/\?.*/, ''));
  await mayu.says('outreach.ticket.offered');
  await mayu.look('ticket-offered');
  await mayu.press('outreach.ticket.take');
  await mayu.says('outreach.ticket.taken');
  await mayu.look('ticket-taken');

  // She gives the seat back; the last one in the line does not answer in time, and the seat is free for everybody.
  await mayu.go('outreach.ticket.cancel');
  await mayu.press('outreach.ticket.cancel');
  await hub.mail('emi@example.com', emi.t('outreach.mail.offer.subject', { title }));
  await emi.follow(emisTicket);
  await emi.go('outreach.ticket.decline');
  await emi.look('offer-decline');
  await hub.until('2026-12-16T10:00:00+09:00');
  await hub.mail('emi@example.com', emi.t('outreach.mail.lapsed.subject', { title }));
  await emi.follow(emisTicket);
  await emi.says('outreach.ticket.lapsed');
  await emi.look('ticket-lapsed');
  await mayu.open('/seminars/' + seminar);
  await mayu.says('outreach.seminar.left', { n: 1 });

  await naoko.open('/staff/seminars/' + seminar);
  await naoko.look('seminar-after');
});
