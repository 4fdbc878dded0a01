import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

const misakiMail = 'misaki@example.com';

/** cell is a box of the week strip, by its value. */
const cell = (p, value) => p.page.locator(`table.week input[value="${value}"]`);

/** total is what the page says of the whole week. */
async function says(p, hours) {
  await p.says('skills.hours.total', { time: p.t('skills.time.hours', { h: hours }) });
}

story('free hours on a phone', async (misaki, { hub, bring }) => {
  await misaki.signIn(misakiMail);
  await misaki.heading(misaki.t('skills.home.hello', { name: 'みさき' }));
  await misaki.look('worker-home');

  // Next week, in one press from home.
  await misaki.go('skills.home.next');
  await says(misaki, 21);
  await cell(misaki, '5-morning').check();
  await misaki.press('skills.hours.keep');
  await misaki.says('skills.hours.kept');
  await says(misaki, 24);
  await misaki.says('skills.hours.given');
  await misaki.look('worker-hours');
  assert.equal(await cell(misaki, '5-morning').isChecked(), true);

  // Exact times: what is not a quarter is asked again, then the strip shows a part.
  await misaki.page.locator('table.week tbody th a').nth(6).click();
  await misaki.page.fill('#from1', '9:10');
  await misaki.page.fill('#to1', '9:00');
  await misaki.press('skills.hours.keep');
  await misaki.says('skills.hours.grain');
  await misaki.look('worker-day-mend');
  await misaki.page.fill('#from1', '９時半');
  await misaki.page.fill('#to1', '10:30');
  await misaki.press('skills.hours.keep');
  await says(misaki, 25);
  await misaki.says('skills.hours.part');
  await misaki.press('skills.hours.same');
  await says(misaki, 21);

  // A day off, and back.
  await misaki.page.fill('#from', '12/20');
  await misaki.press('skills.off.press');
  await misaki.says('skills.off.kept');
  await misaki.press('skills.off.undo');
  await misaki.says('skills.off.back');

  // The school's holidays in one press.
  await misaki.press('skills.school.end');
  await misaki.says('skills.school.ended');
  await misaki.press('skills.school.press');
  await misaki.says('skills.school.kept');

  // Sunday's message opens the strip without signing in.
  await hub.until('2026-12-13T18:00:00+09:00');
  const letter = await hub.mail(misakiMail, (await bring({ lang: 'ja' })).t('skills.mail.week_subject', { date: '12月14日（月）' }));
  const stranger = await bring();
  const link = new URL(letter.links.find((l) => l.includes('/week/')));
  await stranger.open(link.pathname);
  await stranger.look('week-by-link');
  await cell(stranger, '0-dawn').check();
  await stranger.press('skills.hours.keep');
  await says(stranger, 25);

  // "Not today": one press, no reason, ten minutes to undo.
  await hub.until('2026-12-14T07:10:00+09:00');
  await misaki.open('/my');
  await misaki.press('skills.today.press');
  await misaki.says('skills.today.done');
  await misaki.look('worker-not-today');
  await misaki.press('skills.today.undo', { until: '7:20' });
  await misaki.says('skills.today.back');
  await misaki.press('skills.today.press');
  await hub.forward('11m');
  await misaki.open('/my');
  assert.equal(await misaki.page.locator('form[action$="/my/today/undo"]').count(), 0, 'the undo is over');
}, { in: [{ lang: 'ja', width: 390 }, { lang: 'ja', width: 390, js: false }, { lang: 'en', width: 390 }, { lang: 'en', width: 1280 }] });

story('skills, wishes and the yearly line', async (misaki) => {
  await misaki.signIn(misakiMail);
  await misaki.open('/my/skills');
  await misaki.press('skills.evidence.keep');
  await misaki.says('skills.evidence.skill_missing');
  await misaki.look('profile-mend');
  await misaki.page.selectOption('#skill', { index: 3 });
  await misaki.page.locator('input[name="level"][value="1"]').check();
  await misaki.press('skills.evidence.keep');
  await misaki.says('skills.evidence.kept');
  await misaki.says('skills.source.declared');
  await misaki.look('profile');

  await misaki.open('/my/wishes');
  await misaki.page.fill('#week_cap', 'たくさん');
  await misaki.press('skills.form.keep');
  await misaki.says('skills.wish.hours_form', { most: 168 });
  await misaki.page.fill('#week_cap', '１０');
  await misaki.page.locator('input[value="never"]').nth(4).check();
  await misaki.press('skills.form.keep');
  await misaki.says('skills.wish.kept');
  await misaki.look('wishes');

  await misaki.open('/my/ceiling');
  await misaki.page.locator('input[name="wall"][value="W1"]').check();
  await misaki.page.fill('#expenses', '15');
  await misaki.page.fill('#elsewhere', '１２０，０００円');
  await misaki.press('skills.form.keep');
  await misaki.says('skills.ceiling.kept');
  await misaki.says('skills.ceiling.advice');
  await misaki.reads('729,411'); // TV-21
  await misaki.reads('609,411');
  await misaki.look('ceiling');

  await misaki.open('/my/notices');
  await misaki.page.locator('input[name="way"][value="paper"]').check();
  await misaki.press('skills.form.keep');
  await misaki.says('skills.channel.kept');
  await misaki.look('notices');
});

story('what we can do, for a company', async (naoko) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/hours');
  await naoko.look('hours-on-offer');
  await naoko.open('/staff/skills/inventory');
  await naoko.look('inventory');
  await naoko.page.locator('table.table').first().locator('th[scope=row] a').first().click();
  await naoko.press('skills.evidence.keep');
  await naoko.says('skills.evidence.source_missing');
  await naoko.page.selectOption('#skill', { index: 4 });
  await naoko.page.locator('input[name="level"][value="3"]').check();
  await naoko.page.locator('input[name="source"][value="test"]').check();
  await naoko.press('skills.evidence.keep');
  await naoko.says('skills.evidence.kept');
  await naoko.look('staff-skills');

  // Hours for somebody who has no device.
  await naoko.page.locator('ul.tabs a', { hasText: naoko.t('skills.tab.hours') }).click();
  await cell(naoko, '6-noon').check();
  await naoko.press('skills.hours.keep');
  await naoko.says('skills.hours.kept');
  await naoko.look('staff-hours');

  await naoko.open('/staff/skills/inventory');
  await naoko.page.locator('select[name=skill]').selectOption({ index: 4 });
  await naoko.page.locator('select[name=level]').selectOption('3');
  await naoko.press('skills.inventory.search');
  assert.ok((await naoko.page.locator('table.table').first().locator('tbody tr').count()) >= 1);
  const paper = await naoko.page.locator('a[href*="inventory.pdf"]').getAttribute('href');
  const get = async () => (await naoko.page.context().request.get(naoko.hub.url + paper)).body();
  const [one, two] = [await get(), await get()];
  assert.ok(one.subarray(0, 5).toString() === '%PDF-' && one.equals(two), 'the same people on the same day give the same bytes');
  const sheet = await naoko.page.context().request.get(naoko.hub.url + naoko.path('/staff/hours/offer.xlsx'));
  assert.equal(sheet.status(), 200);

  await naoko.open('/staff/skills');
  await naoko.look('catalogue');
  await naoko.open('/staff/skills/new');
  await naoko.press('skills.form.keep');
  await naoko.says('skills.catalogue.name_missing');
  await naoko.look('skill-mend');
  await naoko.open('/staff/schools');
  await naoko.press('skills.school.add');
  await naoko.says('skills.school.break_name_missing');
  await naoko.look('schools-mend');
});
