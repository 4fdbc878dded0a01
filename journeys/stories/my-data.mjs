import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

const monday = '2026-12-07T10:05:00+09:00';

/** ready looks again until the files are made. */
async function ready(p) {
  for (let i = 0; i < 40; i++) {
    await p.open('/me/data');
    if (await p.page.locator('a[href$="my-data.json"]').count()) return;
    await p.page.waitForTimeout(250);
  }
  throw new Error('the files were not made');
}

story('Misaki asks what the hub holds about her, and to be forgotten', async (misaki, { hub, bring }) => {
  await misaki.signIn('misaki@example.com');
  await misaki.open('/my/file');
  await misaki.go('mydata.title');
  await misaki.heading(misaki.t('mydata.title'));
  await misaki.look('my-data');
  await misaki.press('mydata.get.do');
  await misaki.says('mydata.said.gather');
  await ready(misaki);
  await misaki.look('my-data-ready');
  const href = await misaki.page.locator('a[href$="my-data.json"]').getAttribute('href');
  const doc = await (await misaki.page.request.get(hub.url + href)).json();
  assert.equal(doc.format, 'hiroba/my-data/1');
  assert.ok(doc.sections.some((s) => s.key === 'worker_part' && s.rows.some((r) => r.body.Birth)), 'her birth date is told');
  const pdf = await misaki.page.request.get(hub.url + href.replace('.json', '.pdf'));
  assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');

  await misaki.press('mydata.mend.send');
  await misaki.says('mydata.field.words');
  await misaki.look('my-data-mend');
  await misaki.go('mydata.erase.look');
  await misaki.says('mydata.plan.kept');
  await misaki.look('my-data-erase');
  await misaki.fill({ 'mydata.erase.words': '遠くへ引っ越します' });
  await misaki.press('mydata.erase.send');
  await misaki.says('mydata.field.sure');
  assert.equal(await misaki.field('mydata.erase.words').inputValue(), '遠くへ引っ越します', 'what was typed is gone');
  await misaki.labelled(misaki.t('mydata.erase.sure_yes')).check();
  await misaki.press('mydata.erase.send');
  await misaki.says('mydata.state.open');
  await misaki.look('my-data-asked');

  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.says('mydata.today');
  assert.equal((await naoko.page.request.get(hub.url + href)).status(), 404, 'staff cannot take her files');
  await naoko.open('/staff/workers?q=' + encodeURIComponent('みよし'));
  await naoko.page.getByRole('link', { name: '三好 みさき' }).click();
  await naoko.go('mydata.tab');
  await naoko.look('data-of-a-worker');
  await naoko.press('mydata.print.do');
  await naoko.look('data-of-a-worker-mend');
  await naoko.open('/staff/data');
  await naoko.look('data-requests');
  await naoko.page.getByRole('link', { name: '三好 みさき' }).click();
  await naoko.press('mydata.decide.send');
  await naoko.says('mydata.field.decision');
  await naoko.look('data-request');
  await naoko.labelled(naoko.t('mydata.decide.erase')).check();
  await naoko.press('mydata.decide.send');
  await naoko.says('mydata.said.answered');
  await naoko.open('/staff/workers?q=' + encodeURIComponent('みよし'));
  await naoko.readsNot('三好 みさき');

  await hub.mail('misaki@example.com', 'データを消しました'); // she reads her letters in Japanese
  await misaki.open('/my');
  assert.match(misaki.page.url(), /sign-in/, 'she is signed out everywhere');
}, { now: monday });
