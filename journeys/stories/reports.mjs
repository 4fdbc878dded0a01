import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

story('an officer reads the year, and freezes it', async (officer, { bring }) => {
  await officer.signIn('takahashi@yukihara.example');
  await officer.open('/staff/reports');
  await officer.says('report.chart.months');
  await officer.says('report.standing.reached');
  await officer.look('reports');

  await officer.go('report.kpi.registered.name');
  await officer.says('report.table.months');
  await officer.says('report.rows.no_people');
  assert.equal(await officer.page.locator('main a[href*="/staff/workers/"]').count(), 0, 'an officer is led to somebody');
  await officer.look('reports-rows');

  const now = await officer.page.locator('.kpi__v b').innerText();
  await officer.fill({ 'report.on': '2026/9/1' });
  await officer.press('report.show');
  const then = await officer.page.locator('.kpi__v b').innerText();
  assert.ok(Number(then) < Number(now), `${then} registered then, ${now} now`);
  await officer.fill({ 'report.on': 'x' });
  await officer.press('report.show');
  await officer.says('report.field.day_form');
  await officer.look('reports-no-day');

  await officer.open('/staff/reports/snapshots');
  await officer.fill({ 'report.freeze.name': '' });
  await officer.press('report.freeze.send');
  await officer.says('report.field.title_missing');
  await officer.look('reports-freeze-mend');
  await officer.fill({ 'report.freeze.name': '第3四半期の報告', 'report.freeze.to': '総務省' });
  await officer.press('report.freeze.send');
  await officer.says('report.said.frozen');
  await officer.press('report.count.again');
  await officer.says('report.said.same');
  await officer.says('report.count.same');
  await officer.look('reports-snapshot');
  const at = officer.page.url();
  for (const [file, begins] of [['report.xlsx', 'PK'], ['report.pdf', '%PDF'], ['public.pdf', '%PDF']]) {
    const bodies = [];
    for (let i = 0; i < 2; i++) {
      const res = await officer.page.request.get(`${at}/${file}`);
      assert.equal(res.status(), 200, file);
      bodies.push(await res.body());
    }
    assert.ok(bodies[0].toString('latin1').startsWith(begins), file);
    assert.ok(bodies[0].equals(bodies[1]), `${file} is another file each time`);
  }

  await officer.press('report.do.confirmed');
  await officer.says('report.said.confirmed');
  await officer.press('report.do.published');
  await officer.says('report.said.published');
  const reader = await bring();
  await reader.open('/');
  await reader.go('report.public.title');
  await reader.says('report.table.way');
  await reader.reads(reader.t('report.cover.few', { n: 3 }));
  await reader.look('figures');

  await officer.open('/staff/reports/targets');
  await officer.fill({ 'report.kpi.registered.name': '500' });
  await officer.press('report.targets.send');
  await officer.says('report.said.aimed');
  await officer.says('report.standing.behind');
  await officer.look('reports-behind');
});

story('a coordinator walks from a figure to its record', async (sato) => {
  await sato.signIn('sato@yukihara.example');
  await sato.open('/staff/reports/figures/orders');
  await sato.look('reports-orders');
  const link = sato.page.locator('main td a, main th a').filter({ visible: true }).first();
  await link.click();
  await sato.page.waitForURL('**/staff/orders/**');
});
