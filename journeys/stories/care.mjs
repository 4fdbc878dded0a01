import assert from 'node:assert/strict';
import { story, ways } from '../lib/story.mjs';
import { words } from '../lib/words.mjs';

const everyWay = [...ways, { lang: 'ja', width: 390, js: false }];

story('a care request in three taps, and its answer', async (misaki, { hub, bring }) => {
  await misaki.signIn('misaki@example.com');
  await misaki.open('/my/care');
  await misaki.look('my-care');
  await misaki.press('care.ask.send');
  await misaki.says('care.field.kind_missing');
  await misaki.look('my-care-mend');
  await misaki.labelled(misaki.t('care.kind.deadline')).check();
  await misaki.press('care.ask.send');
  await misaki.says('care.said.asked');
  await misaki.says('care.state.open');

  const sato = await bring();
  await sato.signIn('sato@yukihara.example');
  await sato.open('/staff');
  await sato.says('care.today.requests');
  await sato.open('/staff/care');
  await sato.look('care-requests');
  await sato.page.locator('tbody tr').filter({ hasText: sato.t('care.kind.deadline') }).getByRole('link').last().click();
  await sato.look('care-request');
  await sato.labelled(sato.t('care.state.refused')).check();
  await sato.press('care.answer.send');
  await sato.says('care.field.reason_missing');
  await sato.labelled(sato.t('care.state.granted')).check();
  await sato.fill({ 'care.answer.words': '12月は、どの締め切りも2日のばします。', 'care.answer.to': '2027/1/31' });
  await sato.press('care.answer.send');
  await sato.says('care.said.answered');

  const mail = await hub.mail('misaki@example.com', words('ja', 'care.mail.answer_subject')) // her account speaks Japanese;
  assert.ok(!mail.text.includes('2日のばします'), 'the mail tells what was answered');
  await misaki.open('/my/care');
  await misaki.reads('12月は、どの締め切りも2日のばします。');
  await misaki.look('my-care-answered');
}, { in: everyWay });

story('a complaint that only its handler sees', async (guest, { bring }) => {
  await guest.open('/tell');
  await guest.look('tell');
  await guest.waits();
  await guest.labelled(guest.t('care.case.kind.harassment')).check();
  await guest.fill({ 'care.tell.words': '窓口で、強い言い方をされました。' });
  for (const name of ['工藤 由紀', '佐藤 直子']) await guest.labelled(guest.t('care.person', { name })).check();
  await guest.press('care.tell.send');
  await guest.says('care.field.shut_all');
  await guest.labelled(guest.t('care.person', { name: '工藤 由紀' })).uncheck();
  await guest.waits();
  await guest.press('care.tell.send');
  await guest.says('care.own.keep');
  await guest.look('own-case');
  const page = guest.page.url();

  const sato = await bring();
  await sato.signIn('sato@yukihara.example');
  await sato.open('/staff/care/cases');
  await sato.says('care.staff.no_cases');
  await sato.look('cases-none');

  const kudo = await bring();
  await kudo.signIn('kudo@yukihara.example');
  await kudo.open('/staff/care/cases');
  await kudo.look('cases');
  await kudo.page.locator('tbody a').first().click();
  await kudo.look('case');
  assert.equal(await sato.follow(kudo.page.url()), 404, 'whom it concerns opens it');
  await kudo.labelled(kudo.t('care.entry.reply')).check();
  await kudo.fill({ 'care.step.words': '話を聞かせてくださり、ありがとうございます。' });
  await kudo.press('care.staff.keep');
  await guest.follow(page);
  await guest.reads('話を聞かせてくださり、ありがとうございます。');
  await kudo.open('/staff/care/handlers');
  await kudo.look('handlers');
});

story('a voice is published and taken back', async (misaki, { bring }) => {
  await misaki.signIn('misaki@example.com');
  await misaki.open('/my/voice');
  await misaki.fill({ 'care.voice.body': '昼寝の40分で、ちゃんと仕事になります。', 'care.voice.as': '30代' });
  await misaki.press('care.voice.send');
  await misaki.says('care.field.voice_consent');
  await misaki.labelled(misaki.t('care.voice.consent_yes')).check();
  await misaki.press('care.voice.send');
  await misaki.look('my-voice');
  const sato = await bring();
  await sato.signIn('sato@yukihara.example');
  await sato.open('/staff/voices');
  await sato.look('voices');
  await sato.page.locator('li.card').filter({ hasText: '昼寝の40分' }).getByRole('button').first().click();
  const guest = await bring();
  await guest.open('/voices');
  await guest.reads('昼寝の40分で、ちゃんと仕事になります。');
  await guest.look('public-voices');
  await misaki.open('/my/voice');
  await misaki.page.locator('li.card').filter({ hasText: '昼寝の40分' }).getByRole('button').click();
  await misaki.says('care.said.taken_back');
  await guest.open('/voices');
  await guest.readsNot('昼寝の40分で、ちゃんと仕事になります。');
});

story('a survey that tells nobody', async (sato, { hub, bring }) => {
  await sato.signIn('sato@yukihara.example');
  await sato.open('/staff/surveys');
  await sato.look('surveys-none');
  await sato.open('/staff/surveys/new');
  await sato.fill({ 'care.survey.name': '冬の働き方', 'care.survey.closes': 'きのう' });
  await sato.page.fill('#label1', '仕事の量はちょうどよい');
  await sato.press('care.survey.save_send');
  await sato.says('care.field.date_form');
  await sato.look('survey-edit');
  await sato.fill({ 'care.survey.closes': '2026-12-24' });
  await sato.press('care.survey.save_send');
  await sato.look('survey-send');
  await sato.press('care.survey.send');
  await sato.says('care.survey.masked');
  await sato.look('survey-open');
  const mail = await hub.mail('misaki@example.com', sato.t('care.mail.survey_subject', { title: '' }).slice(0, 4));
  const misaki = await bring();
  await misaki.follow(mail.links.find((l) => l.includes('/survey-of-work/')));
  await misaki.look('sheet');
  await misaki.page.locator('#q1').check();
  await Promise.all([misaki.page.waitForNavigation(), misaki.page.locator('main button').click()]);
  await misaki.look('sheet-thanks');
}, { in: [{ lang: 'ja', width: 390 }, { lang: 'ja', width: 1280 }] });
