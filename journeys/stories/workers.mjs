import assert from 'node:assert/strict';
import { answers, check, sign } from '../lib/registration.mjs';
import { password, story } from '../lib/story.mjs';

/** worker signs a registered worker in; they land where workers land. */
async function worker(person, mail) {
  await person.open('/sign-in');
  await person.page.locator('details.card summary').click();
  await person.page.fill('#mail2', mail);
  await person.page.fill('#password', password);
  await Promise.all([person.page.waitForNavigation(), person.page.locator('details.card button').click()]);
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

// Five people, each told by the one before, whose card they bring along.
const chain = [['組 ひとみ', 'くみ ひとみ'], ['組 ふみ', 'くみ ふみ'], ['組 みつこ', 'くみ みつこ'], ['組 よしえ', 'くみ よしえ'], ['組 いつき', 'くみ いつき']];

/** joins registers somebody by the link staff sent, and signs them in by the mail that follows. */
async function joins(p, hub, { name, kana, mail }) {
  const invitation = await hub.mail(mail, p.t('workers.mail.invite.subject'));
  await p.follow(invitation.links.find((l) => l.includes('/join/')));
  await answers(p, { name, kana, year: '55', mail, bank: false, looked: false });
  await sign(p, name);
  await p.press('workers.join.sign');
  await p.says('workers.done.title');
  await p.open('/sign-in');
  await p.page.fill('#mail', mail);
  await p.press('people.sign_in.send');
  await p.follow((await hub.mail(mail, p.t('people.mail.sign_in.subject'))).links[0]);
  await p.press('ui.nav.sign_in');
}

story('a referral chain of five', async (naoko, { hub, bring }) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/workers/rings');
  const rings = await naoko.page.locator('table tbody tr').count();
  let card = '';
  const came = [];
  for (const [i, [name, kana]] of chain.entries()) {
    const mail = `kumi${i}@example.com`;
    const p = await bring({ width: 390 });
    if (card) { // the code leads to the seminars, and says nothing of whose it is
      await p.follow(card);
      await p.page.waitForURL('**/seminars**');
      for (const [other] of chain) await p.readsNot(other);
    }
    await naoko.open('/staff/workers/new');
    await naoko.fill({ 'workers.file.name': name, 'workers.file.mail': mail, 'workers.begin.code': card.split('/').pop().toLowerCase() });
    await naoko.press('workers.begin.by_mail');
    await naoko.says('workers.begin.said_mail');
    await joins(p, hub, { name, kana, mail });
    await p.open('/my/card');
    const code = (await p.page.locator('.ticket__code').innerText()).trim();
    card = `${hub.url}/c/${code}`;
    if (i === 0) await p.look('chain-card');
    came.push(p);
  }
  await naoko.open('/staff/workers/rings');
  assert.ok((await naoko.page.locator('table tbody tr').count()) >= Math.max(rings, 5), 'five rings');
  const nested = 'li '.repeat(4);
  assert.equal(await naoko.page.locator(`.branches ${nested} a`, { hasText: chain[4][0] }).count(), 1, 'the fifth stands under the fourth');
  await naoko.reads(naoko.t('workers.rings.through', { n: 4 }));
  await naoko.look('rings');
  await naoko.open('/staff/figures');
  const month = naoko.page.locator('table tbody tr').last();
  assert.match(await month.locator('td').last().innerText(), /^\d+%$/, 'the share of word of mouth of this month');
  assert.equal((await month.locator('td').first().innerText()).trim(), '5');
  assert.equal((await month.locator('td').last().innerText()).trim(), '80%');
  await naoko.look('figures-of-the-chain');
  for (const [i, p] of came.entries()) { // nobody is shown who came through them, or through whom the others came
    assert.equal(await p.open('/staff/workers/rings'), 403);
    for (const path of ['/my', '/my/card', '/my/file']) {
      await p.open(path);
      for (const [other] of chain.filter((_, j) => j !== i)) await p.readsNot(other);
    }
  }
}, { now: '2026-12-01T09:10:00+09:00' });

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
