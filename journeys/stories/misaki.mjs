import assert from 'node:assert/strict';
import { story, ways } from '../lib/story.mjs';

const saturday = { ja: '家で働くってどんな感じ？（土曜の回）', en: 'What is it like to work from home? (Saturday)' };
const weekday = { ja: '家で働くってどんな感じ？', en: 'What is it like to work from home?' };

async function signsUp(misaki, hub) {
  await misaki.open('/');
  await misaki.open('/seminars');
  await misaki.look('seminars');
  await misaki.page.getByRole('link', { name: weekday[misaki.lang], exact: true }).first().click();
  await misaki.look('seminar');
  await misaki.go('outreach.seminar.go');
  await misaki.look('sign-up');
  await misaki.waits();
  await misaki.fill({ 'outreach.signup.name': '三好 みさき', 'outreach.signup.mail': 'misaki', 'outreach.signup.phone': '０９０－００００－１２３４' });
  await misaki.press('outreach.signup.send');
  await misaki.says('outreach.signup.kana_missing');
  await misaki.says('outreach.signup.mail_at');
  assert.equal(await misaki.field('outreach.signup.name').inputValue(), '三好 みさき', 'what she typed is gone');
  await misaki.look('sign-up-mend');
  await misaki.fill({ 'outreach.signup.kana': 'みよし みさき', 'outreach.signup.mail': 'misaki@example.com' });
  await misaki.labelled(misaki.t('outreach.signup.way_place')).check();
  await misaki.labelled(misaki.t('outreach.signup.care_yes')).check();
  await misaki.fill({ 'outreach.signup.ages': '２歳' });
  await misaki.page.selectOption('#heard', 'friend');
  await misaki.labelled(misaki.t('outreach.signup.interview_yes')).check();
  await misaki.labelled(misaki.t('outreach.signup.consent_yes')).check();
  await misaki.waits();
  await misaki.press('outreach.signup.send');
  await misaki.says('outreach.signup.done');
  await misaki.says('outreach.ticket.seat');
  await misaki.look('ticket');
  return hub.mail('misaki@example.com', misaki.t('outreach.mail.seat.subject', { title: weekday[misaki.lang] }));
}

async function moves(misaki, hub, mail) {
  await misaki.follow(mail.links.find((l) => l.includes('/t/')));
  const code = await misaki.page.locator('.ticket__code').innerText();
  await misaki.go('outreach.ticket.change');
  await misaki.look('ticket-change');
  await misaki.labelled(misaki.t('outreach.signup.two_yes')).check();
  await misaki.fill({ 'outreach.signup.companion': '三好 健' });
  await misaki.press('outreach.ticket.keep');
  await misaki.says('outreach.ticket.changed');
  await misaki.go('outreach.ticket.move');
  await misaki.look('ticket-move');
  await misaki.page.locator('label.choice').filter({ hasText: saturday[misaki.lang] }).locator('input').check();
  await misaki.press('outreach.ticket.move_to');
  await misaki.says('outreach.ticket.moved');
  await misaki.reads(saturday[misaki.lang]);
  assert.equal(await misaki.page.locator('.ticket__code').innerText(), code, 'the number on her ticket changed');
  await misaki.look('ticket-moved');
  await hub.mail('misaki@example.com', misaki.t('outreach.mail.moved.subject', { title: saturday[misaki.lang] }));
  const ics = await misaki.page.request.get(misaki.page.url().replace(/\?.*/, '') + '/calendar.ics');
  assert.match(await ics.text(), /DTSTART:20270130T043000Z/);
  return code;
}

/** theDoor is the work page of the Saturday edition's door, opened by the front desk. */
async function theDoor(kobayashi) {
  await kobayashi.signIn('kobayashi@yukihara.example');
  await kobayashi.open('/staff/seminars');
  await kobayashi.page.getByRole('link', { name: saturday[kobayashi.lang], exact: true }).click();
  await kobayashi.look('seminar-for-the-desk');
  await kobayashi.page.getByRole('link', { name: kobayashi.t('outreach.staff.tab.door') }).click();
  await kobayashi.heading(kobayashi.t('outreach.door.title'));
  await kobayashi.look('door');
}

const count = (kobayashi) => kobayashi.page.locator('[data-count]').innerText().then(Number);

async function comes(kobayashi, code) {
  await theDoor(kobayashi);
  const before = await count(kobayashi);
  await kobayashi.page.fill('[name=q]', code);
  if (kobayashi.way.js === false) await kobayashi.press('outreach.door.find');
  const row = kobayashi.page.locator(`li[data-code="${code}"]`);
  assert.equal(await kobayashi.page.locator('li[data-code]:visible').count(), 1, 'the number finds one party');
  await row.getByRole('button', { name: kobayashi.t('outreach.door.in') }).click();
  if (kobayashi.way.js !== false) await offline(kobayashi, before + 2);
  await kobayashi.page.reload();
  assert.equal(await count(kobayashi), before + (kobayashi.way.js === false ? 2 : 3));
  await kobayashi.says('outreach.door.is_in');
  await kobayashi.look('door-with-guests');
}

/** offline: the line breaks, somebody without a ticket comes, the line is back. */
async function offline(kobayashi, came) {
  await kobayashi.reads(kobayashi.t('outreach.door.welcome', { name: '三好 みさき' }));
  await kobayashi.page.waitForFunction((n) => document.querySelector('[data-count]').textContent === String(n) && document.querySelector('[data-unsent]').hidden, came);
  await kobayashi.page.context().setOffline(true);
  await kobayashi.page.getByRole('button', { name: kobayashi.t('outreach.door.walk_in', { n: 1 }) }).click();
  await kobayashi.page.waitForFunction((n) => document.querySelector('[data-count]').textContent === String(n), came + 1);
  await kobayashi.says('outreach.door.unsent');
  await kobayashi.look('door-offline');
  await kobayashi.page.context().setOffline(false);
  await kobayashi.page.waitForFunction(() => document.querySelector('[data-unsent]').hidden);
  kobayashi.console = kobayashi.console.filter((l) => !l.includes('ERR_INTERNET_DISCONNECTED'));
}


story('Misaki signs up with a child, moves to another edition, comes to the door', async (misaki, { hub, bring }) => {
  const mail = await signsUp(misaki, hub);
  const code = await moves(misaki, hub, mail);
  await hub.until('2027-01-29T18:00:00+09:00');
  await hub.mail('misaki@example.com', misaki.t('outreach.mail.reminder.subject', { title: saturday[misaki.lang] }));
  await hub.until('2027-01-30T13:15:00+09:00');
  const kobayashi = await bring();
  await comes(kobayashi, code);
  const seminar = kobayashi.page.url().match(/[0-9a-f-]{36}/)[0];

  await hub.until('2027-01-30T14:50:00+09:00');
  await misaki.open(`/survey/${seminar}`);
  await misaki.look('survey');
  await misaki.waits();
  await misaki.labelled(misaki.t('outreach.survey.clear.4')).check();
  await misaki.labelled(misaki.t('outreach.survey.work.yes')).check();
  await misaki.press('outreach.survey.send');
  await misaki.heading(misaki.t('outreach.survey.thanks'));
  await misaki.look('survey-thanks');

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open(`/staff/seminars/${seminar}/numbers`);
  await naoko.look('numbers');
  await naoko.open(`/staff/seminars/${seminar}/interviews`);
  await naoko.reads('三好 みさき');
  await naoko.look('interviews');
  await naoko.open('/staff/seminars/compare');
  await naoko.look('compare');
}, { in: [...ways, { lang: 'ja', width: 390, js: false }] });
