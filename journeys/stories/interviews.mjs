import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

// A Monday morning: the hub is open, and the town's slots lie in the days to come.
const monday = '2026-12-07T10:05:00+09:00';

/** asks for an interview on the public page and comes to the page on which a time is picked. */
async function asks(p, who) {
  await p.open('/interview');
  await p.look('interview-ask');
  await p.waits();
  await p.fill({ 'interviews.field.name': who.name, 'interviews.field.mail': who.mail });
  await p.press('interviews.ask.send');
  await p.says('interviews.field.kana_missing');
  assert.equal(await p.field('interviews.field.name').inputValue(), who.name, 'what was typed is gone');
  await p.look('interview-ask-mend');
  await p.fill({ 'interviews.field.kana': who.kana });
  await p.labelled(p.t('interviews.field.consent_yes')).check();
  await p.press('interviews.ask.send');
  await p.heading(p.t('interviews.link.title'));
}

const misakiIs = { name: '三好 はるか', kana: 'みよし はるか', mail: 'haruka@example.com' };

async function picksFirst(p) {
  await p.page.locator('input[name=slot]').first().check();
  await p.press('interviews.pick.send');
  await p.says('interviews.link.said');
  return (await p.page.locator('h1').innerText()).trim();
}

story('an interview is picked, moved and cancelled without an account', async (haruka, { hub, bring }) => {
  await asks(haruka, misakiIs);
  assert.equal(await haruka.page.locator('input[name=slot]').count(), 3, 'the three earliest come first');
  await haruka.look('interview-pick');
  await haruka.press('interviews.pick.send');
  await haruka.says('interviews.book.pick');
  await haruka.page.locator('table.cal a').last().click();
  await haruka.page.waitForURL('**d=**');
  await haruka.look('interview-pick-day');
  await haruka.labelled(haruka.t('interviews.pick.child_yes')).check();
  const first = await picksFirst(haruka);
  await haruka.says('interviews.fact.child_yes');
  await haruka.look('interview-booked');
  const mail = await hub.mail('haruka@example.com', haruka.lang === 'ja' ? '面談は' : 'Your interview is on');

  await haruka.follow(mail.links.find((l) => l.includes('/i/')));
  await haruka.go('interviews.link.move');
  await haruka.says('interviews.link.now', { when: first });
  await haruka.look('interview-move');
  await haruka.page.locator('input[name=slot]').first().check();
  await haruka.press('interviews.pick.move');
  const moved = (await haruka.page.locator('h1').innerText()).trim();
  assert.notEqual(moved, first);
  const ics = await haruka.page.request.get(haruka.page.url().replace(/[?#].*/, '') + '/calendar.ics');
  assert.match(await ics.text(), /SEQUENCE:1/);

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/applicants?stage=booked');
  await naoko.reads('三好 はるか');
  await naoko.look('interview-board');
  await haruka.go('interviews.link.cancel');
  await haruka.look('interview-cancel');
  await haruka.press('interviews.link.cancel_yes');
  await haruka.says('interviews.link.cancelled');
  await naoko.open('/staff/applicants?stage=invited');
  await naoko.reads('三好 はるか');
  await naoko.page.getByRole('link', { name: '三好 はるか' }).click();
  await naoko.says('interviews.todo.remind');
  await naoko.look('interview-file');
});

story('a snow day with interviews', async (haruka, { hub, bring }) => {
  await asks(haruka, misakiIs);
  const at = await picksFirst(haruka);
  const link = haruka.page.url();
  const date = at.match(/(\d+)月(\d+)日/) ?? at.match(/(\d+) Dec/);
  const day = haruka.lang === 'ja' ? `2026-12-${date[2].padStart(2, '0')}` : `2026-12-${date[1].padStart(2, '0')}`;

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/closures');
  await naoko.fill({ 'hub.closure.from': day, 'hub.closure.reason': '大雪のため', 'hub.closure.reason_en': 'Heavy snow' });
  await naoko.press('hub.closure.try');
  await naoko.says('dispatch.shut.title');
  await naoko.press('hub.closure.add');
  await naoko.open('/staff');
  await naoko.says('interviews.today.stranded');
  await naoko.look('morning-on-a-snow-day');
  await naoko.go('interviews.today.stranded_go');
  await naoko.reads('三好 はるか');
  await naoko.look('interviews-closed');
  const tell = naoko.page.locator('main form button');
  await Promise.all([naoko.page.waitForNavigation(), tell.click()]);
  await naoko.says('interviews.closed.told');
  await naoko.look('interviews-told');

  await hub.mail('haruka@example.com', haruka.lang === 'ja' ? `${Number(date[1])}月` : 'The hub is closed on');
  await haruka.follow(link);
  await haruka.says('interviews.link.hub_closed');
  await haruka.look('interview-hub-closed');
  await haruka.page.fill('#phone', '０９０ー００００ー１２３４');
  await haruka.press('interviews.link.rather_phone_yes');
  await haruka.says('interviews.link.we_call', { phone: '090-0000-1234' });
  await haruka.readsNot(haruka.t('interviews.link.hub_closed'));
  await haruka.look('interview-by-phone');
  await naoko.open('/staff/interviews/closed');
  await naoko.readsNot('三好 はるか');
}, { now: monday });

story('slots are opened, somebody telephones, nobody is forgotten', async (naoko, { hub }) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/interviews/new');
  await naoko.look('slots-new');
  await naoko.fill({ 'interviews.slots.date': '2026-12-19', 'interviews.slots.from': '10時', 'interviews.slots.to': '11:30', 'interviews.slots.room': '相談室' });
  await naoko.press('interviews.slots.send');
  await naoko.says('interviews.slots.anyway');
  await naoko.look('slots-outside-the-hours');
  await naoko.labelled(naoko.t('interviews.slots.anyway_yes')).check();
  await naoko.press('interviews.slots.send');
  await naoko.says('interviews.slots.said', { n: 3 });
  await naoko.look('slots-week');
  await naoko.go('interviews.slots.cancel');
  await naoko.look('slot-cancel');
  await naoko.press('interviews.slots.cancel_yes');
  await naoko.says('interviews.slots.cancelled');

  await naoko.open('/staff/applicants/new');
  await naoko.look('applicant-new');
  await naoko.fill({ 'interviews.field.name': '北川 久美子', 'interviews.field.kana': 'きたがわ くみこ', 'interviews.field.phone': '090-0000-7777' });
  await naoko.labelled(naoko.t('interviews.field.consent_spoken')).check();
  await naoko.press('interviews.new.keep');
  await naoko.says('interviews.todo.call');
  await naoko.go('interviews.file.card');
  await naoko.look('applicant-card');
  await naoko.go('interviews.card.back');
  await naoko.go('interviews.file.book');
  await naoko.look('applicant-time');
  await naoko.page.locator('input[name=slot]').first().check();
  await naoko.press('interviews.pick.send');
  await naoko.says('interviews.todo.meet');

  await hub.forward('150h');
  await naoko.signIn('sato@yukihara.example');
  await naoko.says('interviews.today.silent');
  await naoko.look('morning');
  await naoko.go('interviews.today.silent_go');
  await naoko.look('board-silent');
  await naoko.press('interviews.board.do_remind');
  await naoko.says('interviews.board.pick', { n: 200 });
  for (const box of await naoko.page.locator('input[name=pick]').all()) await box.check();
  await naoko.press('interviews.board.do_remind');
  await naoko.open('/staff/applicants?stage=invited');
  await naoko.page.locator('input[name=pick]').first().check();
  await naoko.press('interviews.board.do_close');
  await naoko.look('close-with-letter');
  await naoko.press('interviews.close.send');
  await naoko.open('/staff/applicants?stage=closed');
  await naoko.look('board-closed');
}, { now: monday });

story('Misaki is interviewed', async (misaki, { hub, bring }) => {
  await asks(misaki, misakiIs);
  await picksFirst(misaki);
  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/applicants?stage=booked&q=%E3%81%AF%E3%82%8B%E3%81%8B');
  await naoko.page.getByRole('link', { name: '三好 はるか' }).click();
  await naoko.go('interviews.file.sheet');
  await naoko.fill({ 'interviews.sheet.motives': '子どもの昼寝のあいだに働きたい', 'interviews.sheet.hours': '平日の昼', 'interviews.sheet.note': '123456789018' });
  await naoko.press('interviews.sheet.draft');
  await naoko.says('interviews.field.my_number');
  await naoko.look('sheet-mend');
  await naoko.fill({ 'interviews.sheet.note': 'パソコンの貸し出しを相談' });
  await naoko.press('interviews.sheet.draft');
  await naoko.says('interviews.sheet.said');
  await naoko.page.fill('#confided', '家族の病気のことは、本人から話すまで聞かない');
  await naoko.press('interviews.sheet.confided_keep');
  await naoko.readsNot('家族の病気');
  await naoko.look('sheet');
  await naoko.press('interviews.sheet.confided_show');
  assert.match(await naoko.page.inputValue('#confided'), /家族の病気/);
  await naoko.press('interviews.sheet.done');
  await naoko.look('decide');
  await naoko.labelled(naoko.t('interviews.outcome.register')).check();
  await naoko.press('interviews.decide.to_letter');
  await naoko.look('decide-letter');
  await naoko.press('interviews.decide.send');
  await naoko.says('interviews.decide.said');
  await naoko.reads('W-');
  await naoko.look('file-registering');
  await hub.mail('haruka@example.com', misaki.t('interviews.letter.register.subject'));
  const mails = await hub.mails('haruka@example.com');
  assert.ok(mails.some((m) => m.links.some((l) => l.includes('/join/'))), 'the way to register came by mail');
}, { now: monday });
