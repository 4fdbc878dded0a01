import assert from 'node:assert/strict';
import { password, story } from '../lib/story.mjs';

/** worker signs a registered worker in; they land where workers land. */
async function worker(person, mail) {
  await person.open('/sign-in');
  await person.page.locator('details.card summary').click();
  await person.page.fill('#mail2', mail);
  await person.page.fill('#password', password);
  await Promise.all([person.page.waitForNavigation(), person.page.locator('details.card button').click()]);
}

async function check(person, name, value) {
  await person.page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** answers goes through the screens from the name to the tools. */
async function answers(p, { name, kana, year, mail = '', bank = true }) {
  await p.press('workers.join.next'); // nothing filled in yet
  await p.says('workers.field.birth_missing');
  await p.look('join-name-mend');
  await p.fill({ 'workers.file.name': name, 'workers.file.kana': kana });
  await p.page.selectOption('select[name=era]', 'showa');
  await p.page.fill('#birth_year', year);
  await p.page.fill('input[name=birth_month]', '６');
  await p.page.fill('input[name=birth_day]', '3');
  await p.press('workers.join.next');
  await p.fill({ 'workers.file.phone': '０９０－００００－７７７７', 'workers.file.mail': mail, 'workers.file.em_name': '家族 一郎', 'workers.file.em_phone': '0126-00-0000' });
  await p.look('join-contact');
  await p.press('workers.join.next');
  await p.says('workers.hint.no_table');
  await p.fill({ 'workers.file.region': '北海道', 'workers.file.town': '雪原市本町', 'workers.file.street': '2条3丁目4' });
  await p.look('join-address');
  await p.press('workers.join.next');
  if (bank) {
    await p.fill({ 'workers.file.bank': 'ゆうちょ', 'workers.file.branch': '九一八', 'workers.file.number': '1234567', 'workers.file.holder': kana });
    await check(p, 'kind', '1');
    await p.look('join-bank');
    await p.press('workers.file.find');
    await p.look('join-bank-found');
    if (await p.page.locator('input[name=bank_pick]').count()) await check(p, 'bank_pick', '9900');
    await p.page.fill('#branch', '918');
    await p.press('workers.join.next');
  } else {
    await p.press('workers.join.later');
  }
  await check(p, 'employs', 'no');
  await check(p, 'form', 'person');
  await p.look('join-business');
  await p.press('workers.join.next');
  await check(p, 'devices', 'phone');
  await check(p, 'line', 'mobile');
  await p.look('join-tools');
  await p.press('workers.join.next');
  await p.look('join-photo');
  await check(p, 'photo_kind', 'mynumber');
  await p.press('workers.join.add_photo');
  await p.says('workers.field.my_number_card');
  await p.go('workers.join.go_on');
}

async function sign(p, name) {
  await check(p, 'privacy', '1');
  await check(p, 'contract', '1');
  await p.fill({ 'workers.file.signed_as': name });
}

story('somebody registers on the phone by a link', async (naoko, { hub, bring }) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/workers/new');
  await naoko.fill({ 'workers.file.name': '田村 さくら', 'workers.file.mail': 'sakura@example.com' });
  await naoko.look('begin');
  await naoko.press('workers.begin.by_mail');
  await naoko.says('workers.begin.said_mail');
  await naoko.look('half-a-file');

  const sakura = await bring({ width: 390 });
  const mail = await hub.mail('sakura@example.com', sakura.t('workers.mail.invite.subject'));
  const link = mail.links.find((l) => l.includes('/join/'));
  await sakura.follow(link);
  await sakura.look('join-name');
  await answers(sakura, { name: '田村 さくら', kana: 'たむら さくら', year: '60', mail: 'sakura@example.com' });
  await sakura.follow(link); // she closes the phone and comes back another day
  await sakura.says('workers.part.sign');
  await sakura.look('join-sign');
  await sakura.press('workers.join.sign');
  await sakura.says('workers.field.privacy_missing');
  await sakura.look('join-sign-mend');
  await sign(sakura, '田村さくら');
  await sakura.press('workers.join.sign');
  await sakura.says('workers.done.title');
  await sakura.look('joined');
  await hub.mail('sakura@example.com', sakura.t('workers.mail.signed.subject'));
  const pdf = await sakura.page.request.get(link + '/contract.pdf');
  assert.equal(pdf.status(), 200);
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');

  await naoko.open('/staff/workers?q=' + encodeURIComponent('たむら'));
  await naoko.page.getByRole('link', { name: '田村 さくら' }).click();
  await naoko.reads('****567');
  await naoko.readsNot('1234567');
  await naoko.look('file');
});

story('Mr Kudo has no smartphone', async (naoko) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/workers/new');
  await naoko.fill({ 'workers.file.name': '工藤 昭夫', 'workers.file.phone': '0126-00-7777' });
  await naoko.press('workers.begin.at_desk');
  await naoko.says('workers.join.proxy', { name: '工藤 昭夫' });
  await naoko.look('fill-name');
  await answers(naoko, { name: '工藤 昭夫', kana: 'くどう あきお', year: '34', bank: false });
  await sign(naoko, '工藤 昭夫');
  await naoko.press('workers.join.sign');
  await naoko.says('workers.field.how_missing');
  await check(naoko, 'how', 'voice');
  await sign(naoko, '工藤 昭夫');
  await naoko.look('fill-sign');
  await naoko.press('workers.join.sign');
  await naoko.reads('工藤 昭夫');
  await naoko.says('workers.how.voice');
  await naoko.look('kudos-file');
  const pdf = await naoko.page.request.get(naoko.page.url() + '/file.pdf');
  assert.equal(pdf.status(), 200);
  assert.ok((await pdf.body()).length > 10_000);
  await naoko.page.locator('section[aria-labelledby=g-address] summary').click();
  await naoko.page.locator('section[aria-labelledby=g-address] input[name=reason]').fill('通知を郵便で送る');
  await Promise.all([naoko.page.waitForNavigation(), naoko.page.locator('section[aria-labelledby=g-address] button').click()]);
  await naoko.reads('2条3丁目4');
  await naoko.says('workers.file.opened');
  await naoko.look('revealed');
});

story('a worker pauses and comes back', async (misaki, { bring }) => {
  await worker(misaki, 'misaki@example.com');
  await misaki.open('/my/file');
  await misaki.says('workers.my.title');
  await misaki.look('my-file');
  await misaki.open('/my/pause');
  await misaki.look('my-pause');
  await misaki.fill({ 'workers.life.until': 'きのう' });
  await misaki.press('workers.life.pause_yes');
  await misaki.says('workers.field.date_form');
  await misaki.look('my-pause-mend');
  await misaki.fill({ 'workers.life.until': '' });
  await misaki.press('workers.life.pause_yes');
  await misaki.says('workers.my.said_pause');
  await misaki.look('my-paused');

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/workers?state=paused');
  await naoko.page.getByRole('link', { name: '三好 みさき' }).click();
  await naoko.go('workers.tab.life');
  await naoko.says('workers.state.paused');
  await naoko.look('life');

  await misaki.press('workers.my.back');
  await misaki.says('workers.my.said_back');
  await misaki.says('workers.state.registered');
  await misaki.open('/my/card');
  await misaki.look('my-card');
});

story('an officer asks how many were registered on 31 March', async (takahashi) => {
  await takahashi.signIn('takahashi@yukihara.example');
  await takahashi.open('/staff/figures');
  await takahashi.look('figures');
  await takahashi.page.fill('input[name=on]', '令和8年3月31日');
  await takahashi.press('workers.figures.show');
  await takahashi.reads('2026');
  await takahashi.look('figures-past');
  const first = (await takahashi.page.locator('.strip b').first().innerText()).trim();
  await takahashi.open('/staff/figures?on=2026-03-31');
  assert.equal((await takahashi.page.locator('.strip b').first().innerText()).trim(), first, 'the same day, another number');
  assert.match(first, /^\d+$/);
  assert.equal(await takahashi.open('/staff/workers'), 403, 'an officer sees no names');
  const csv = await takahashi.page.request.get(takahashi.hub.url + takahashi.path('/staff/figures.csv?on=2026-03-31'));
  assert.equal(csv.status(), 200);
});
