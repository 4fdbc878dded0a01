import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { story } from '../lib/story.mjs';

const photo = { name: 'desk.png', mimeType: 'image/png', buffer: readFileSync(new URL('../../internal/town/pictures/desk.png', import.meta.url)) };
const drawing = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><script>alert(1)</script></svg>') };
const mark = { ...drawing, buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 8"><title>Y</title><rect width="24" height="8" rx="2" fill="#0b5d4d"/><path d="m3 6 3-4 3 4z" fill="#fff"/></svg>') };

/** theirs are the ways in which the site is edited. */
const theirs = [{ lang: 'ja', width: 390 }, { lang: 'ja', width: 1280 }, { lang: 'en', width: 390 }, { lang: 'en', width: 1280 }];

story('the home page, a case study with a picture and news are written in the product', async (naoko, { bring }) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/site');
  await naoko.look('site-texts');

  // A list of the home page: a new example of work stands first.
  await naoko.open('/staff/site/examples');
  await naoko.look('site-examples');
  await naoko.go('site.entry.new');
  await naoko.fill({ 'site.entry.work': '雪かきの当番表を作る', 'site.entry.fee': 'たくさん' });
  await naoko.press('site.entry.keep');
  await naoko.says('site.field.fee_form');
  await naoko.says('site.field.unit_missing');
  assert.equal(await naoko.page.locator('#name').inputValue(), '雪かきの当番表を作る');
  await naoko.look('site-example-mend');
  for (const [id, value] of Object.entries({ kind: '表', kind_en: 'Tables', name_en: 'A rota for clearing snow', fee: '９００円', unit: '1か月分', unit_en: 'one month', minutes: '40', place: '1' })) await naoko.page.fill('#' + id, value);
  await naoko.press('site.entry.keep');
  await naoko.says('site.said.kept');
  const example = naoko.lang === 'ja' ? '雪かきの当番表を作る' : 'A rota for clearing snow';

  // A voice without consent is kept and not shown.
  await naoko.open('/staff/site/voices');
  await naoko.says('site.state.hidden');
  await naoko.look('site-voices');
  await naoko.open('/staff/site/members');
  await naoko.look('site-members');
  await naoko.press('site.entry.remove');
  await naoko.says('site.said.removed');
  await naoko.page.locator('main details summary').click();
  await naoko.press('site.entry.restore');
  await naoko.says('site.said.restored');
  await naoko.open('/staff/site/history');
  await naoko.look('site-history');

  // A picture: what is none is refused, and so is one without its description.
  await naoko.open('/staff/site/pictures');
  await naoko.page.setInputFiles('#file', drawing);
  await naoko.press('site.pictures.add');
  await naoko.says('site.field.picture_kind');
  await naoko.says('site.field.alt_missing');
  await naoko.look('site-pictures-mend');
  await naoko.page.setInputFiles('#file', photo);
  await naoko.page.fill('#alt', '窓辺の机とノートパソコン');
  await naoko.press('site.pictures.add');
  await naoko.says('site.said.picture');
  await naoko.look('site-pictures');
  const line = await naoko.page.locator('main code').first().innerText();
  const id = line.match(/\/pictures\/([0-9a-f-]+)/)[1];

  // The case study: previewed, mended, published.
  await naoko.open('/staff/site');
  await naoko.go('site.staff.new_case');
  await naoko.page.selectOption('#lang', naoko.lang);
  await naoko.page.fill('#slug', 'evening-hour');
  await naoko.page.fill('#title', '夜の1時間でできること');
  await naoko.page.fill('#body', `# はじめに\n\n夜の1時間です。\n\n![](/pictures/${id} "仕事をする机")\n\n# これから\n\n続けます。`);
  await naoko.page.fill('#tags', '夜のしごと');
  await naoko.page.fill('#interview', '2026年12月1日');
  await naoko.page.fill('#contact', '雪原しごとひろば');
  await naoko.press('site.edit.publish');
  await naoko.says('site.field.body_missing_alt', { line: 5 });
  await naoko.page.fill('#body', (await naoko.page.locator('#body').inputValue()).replace('![]', '![窓辺の机とノートパソコン]'));
  await naoko.press('site.edit.preview');
  await naoko.page.locator('figure figcaption', { hasText: '仕事をする机' }).waitFor();
  await naoko.look('site-preview');
  const reader = await bring();
  assert.equal(await reader.open('/articles/evening-hour'), 404);
  await naoko.press('site.edit.publish');
  await naoko.says('site.said.published');
  assert.equal(await reader.open('/articles/evening-hour'), 200);
  await reader.page.locator('.toc a[href="#s2"]').waitFor();
  await reader.page.locator(`figure img[alt="窓辺の机とノートパソコン"]`).waitFor();
  await reader.says('site.text.contact');
  await reader.look('case-study');
  await reader.open('/');
  await reader.reads(example);
  await reader.look('home-edited');

  // The officer writes news, and nothing else.
  const officer = await bring();
  await officer.signIn('takahashi@yukihara.example');
  await officer.open('/staff/site');
  assert.equal(await officer.page.getByRole('link', { name: officer.t('site.staff.new_case') }).count(), 0);
  await officer.go('site.staff.new_news');
  await officer.page.selectOption('#lang', officer.lang);
  await officer.page.fill('#slug', 'snow-festival');
  await officer.page.fill('#title', '雪まつりの日のお休み');
  await officer.page.fill('#body', '雪まつりの日は、窓口をお休みします。');
  await officer.press('site.edit.publish');
  await officer.says('site.said.published');
  await officer.look('site-officer');
  assert.equal(await officer.open('/staff/site/members'), 403);
  await reader.open('/');
  await reader.reads('雪まつりの日のお休み');
}, { in: theirs });

story('the privacy page is changed and its earlier text stays readable', async (naoko, { bring }) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open(`/staff/site/edit?kind=page&slug=privacy&lang=${naoko.lang}`);
  await naoko.page.fill('#body', '# 1\n\n2年のあいだ持っています。');
  await naoko.press('site.edit.publish');
  await naoko.says('site.said.published');
  const reader = await bring();
  await reader.open('/policy/privacy');
  await reader.reads('2年のあいだ');
  await reader.look('privacy');
  await reader.go('site.policy.all');
  await reader.look('privacy-versions');
  await reader.go('site.policy.no', { no: 1 });
  await reader.says('site.policy.old');
  await reader.look('privacy-old');
}, { in: [{ lang: 'ja', width: 390 }, { lang: 'en', width: 1280 }] });

story('the hub gets its own logo', async (yuki, { bring }) => {
  await yuki.signIn('kudo@yukihara.example');
  await yuki.open('/staff/settings/logo');
  await yuki.page.setInputFiles('#file', drawing);
  await yuki.press('hub.logo.add');
  await yuki.says('hub.logo.script');
  await yuki.look('logo-mend');
  await yuki.page.setInputFiles('#file', mark);
  await yuki.press('hub.logo.add');
  await yuki.says('hub.logo.said');
  await yuki.look('logo');
  const reader = await bring();
  await reader.open('/');
  const shown = await reader.page.locator('.brand__logo').evaluate((i) => [i.complete && i.naturalWidth > 0, i.getBoundingClientRect().height]);
  assert.deepEqual(shown, [true, 40]);
  await reader.look('home-logo');
  await yuki.press('hub.logo.remove');
  await yuki.says('hub.logo.said_removed');
}, { in: [{ lang: 'ja', width: 390 }, { lang: 'en', width: 1280 }] });
