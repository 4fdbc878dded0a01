import assert from 'node:assert/strict';
import { answers, sign } from '../lib/registration.mjs';
import { story } from '../lib/story.mjs';

// A Monday morning: the hub is open, and the town's slots lie in the days to come.
const monday = '2026-12-07T10:05:00+09:00';
const weekday = { ja: '家で働くってどんな感じ？', en: 'What is it like to work from home?' };
const is = { name: '三好 はるか', kana: 'みよし はるか', mail: 'haruka@example.com' };

/** rules has the administrator add the hub's own rule to the contract. */
async function rules(kudo) {
  await kudo.signIn('kudo@yukihara.example');
  await kudo.open('/staff/settings');
  await kudo.go('workers.clause.title');
  await kudo.look('contract-text');
  await kudo.fill({ 'workers.clause.body': '借りた道具は、使い終えた月の末に返します。' });
  await kudo.press('workers.clause.save');
  await kudo.says('workers.clause.both');
  await kudo.look('contract-text-mend');
  await kudo.page.fill('#body_en', 'Tools on loan are given back at the end of the month in which they were last used.');
  await kudo.press('workers.clause.save');
  await kudo.says('workers.clause.said');
  await kudo.look('contract-text-saved');
}

/** signsUp comes to the seminar's list and wishes for an interview. */
async function signsUp(p) {
  await p.open('/seminars');
  await p.page.getByRole('link', { name: weekday[p.lang], exact: true }).first().click();
  await p.go('outreach.seminar.go');
  const seminar = p.page.url().match(/seminars\/([^/]+)/)[1];
  await p.fill({ 'outreach.signup.name': is.name, 'outreach.signup.kana': is.kana, 'outreach.signup.mail': is.mail });
  await p.labelled(p.t('outreach.signup.way_place')).check();
  await p.labelled(p.t('outreach.signup.interview_yes')).check();
  await p.labelled(p.t('outreach.signup.consent_yes')).check();
  await p.waits();
  await p.press('outreach.signup.send');
  await p.says('outreach.signup.done');
  return seminar;
}

/** talks fills in the sheet, notes a skill that was seen, and says that she registers. */
async function talks(naoko) {
  await naoko.open('/staff/applicants?stage=booked&q=' + encodeURIComponent('はるか'));
  await naoko.page.getByRole('link', { name: is.name }).click();
  await naoko.go('interviews.file.sheet');
  await naoko.fill({ 'interviews.sheet.motives': '子どもの昼寝のあいだに働きたい', 'interviews.sheet.hours': '平日の昼' });
  await naoko.page.locator('select[name^=noted_]').first().selectOption('2');
  await naoko.press('interviews.sheet.draft');
  await naoko.says('interviews.sheet.said');
  assert.equal(await naoko.page.locator('select[name^=noted_]').first().inputValue(), '2', 'the skill is gone');
  await naoko.look('sheet-with-skills');
  await naoko.press('interviews.sheet.done');
  await naoko.labelled(naoko.t('interviews.outcome.register')).check();
  await naoko.press('interviews.decide.to_letter');
  await naoko.press('interviews.decide.send');
  await naoko.says('interviews.decide.said');
}

story('Misaki is interviewed and registers on her phone', async (misaki, { hub, bring }) => {
  const kudo = await bring();
  await rules(kudo);
  const seminar = await signsUp(misaki);

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open(`/staff/seminars/${seminar}/interviews`);
  const wish = naoko.page.locator('li').filter({ hasText: is.mail }).getByRole('button', { name: new RegExp('^' + naoko.t('outreach.numbers.talk')) });
  await Promise.all([naoko.page.waitForNavigation(), wish.click()]);
  await naoko.look('wish-taken');

  const invitation = await hub.mail(is.mail, misaki.t('interviews.mail.invite.subject'));
  await misaki.follow(invitation.links.find((l) => l.includes('/i/')));
  await misaki.page.locator('input[name=slot]').first().check();
  await misaki.press('interviews.pick.send');
  await misaki.says('interviews.link.said');

  await talks(naoko);
  await hub.mail(is.mail, misaki.t('interviews.letter.register.subject'));
  const link = (await hub.mail(is.mail, misaki.t('workers.mail.invite.subject'))).links.find((l) => l.includes('/join/'));
  await misaki.follow(link);
  await answers(misaki, { name: is.name, kana: is.kana, year: '60', mail: is.mail });
  await misaki.reads(misaki.lang === 'ja' ? '借りた道具は' : 'Tools on loan');
  await misaki.look('sign-with-own-clauses');
  await sign(misaki, is.name);
  await misaki.press('workers.join.sign');
  await misaki.says('workers.done.title');

  await misaki.open('/my'); // she is sent to sign in, and comes back here
  await misaki.page.fill('#mail', is.mail);
  await misaki.press('people.sign_in.send');
  const mail = await hub.mail(is.mail, misaki.t('people.mail.sign_in.subject'));
  await misaki.follow(mail.links[0]);
  await misaki.press('ui.nav.sign_in');
  assert.match(misaki.page.url(), /\/my$/, 'her first page is her own');
  await misaki.look('first-my');
  await misaki.open('/my/skills');
  await misaki.says('skills.source.interview');
  await misaki.look('first-skills');
}, { now: monday });
