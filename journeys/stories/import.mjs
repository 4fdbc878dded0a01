import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

// A list as an office keeps it: a title above the heads, dates of two eras, CP932 (Windows).
const list = [
  '雪原町 在宅ワーク登録者名簿,,,,,,,,,',
  'No,氏名,フリガナ,生年月日,郵便番号,住所,電話,メール,登録日,備考',
  '1,髙橋 花子,タカハシ ハナコ,S62.4.3,070-0001,雪原市本町2条3丁目,0126-00-0101,hana.t@example.com,R6.4.1,火曜は休み',
  '2,﨑山 実,さきやま みのる,昭和25年13月1日,070-0001,雪原市本町1,0126-00-0102,,R6.5.1,',
  '3,三好 みさき,みよし みさき,,,,,misaki@example.com,R6.4.1,',
  '4,田中 愛,たなか あい,H2/4/3,,,090-0000-0104,tanaka＠,R6.6.1,',
  '5,小川 静,おがわ しず,昭和40年2月1日,,,0126-00-0105,,,',
].join('\r\n');

// What CP932 writes for the letters of the list that are not ASCII, made by the browser's own decoder.
function cp932(text) {
  const table = new Map();
  const decoder = new TextDecoder('shift_jis');
  for (let a = 0x81; a <= 0xfc; a++) {
    if (a > 0x9f && a < 0xe0) continue;
    for (let b = 0x40; b <= 0xfc; b++) {
      const s = decoder.decode(new Uint8Array([a, b]));
      if (s.length === 1 && !table.has(s)) table.set(s, [a, b]);
    }
  }
  return Buffer.from([...text].flatMap((c) => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : table.get(c))));
}

async function choose(p, name, buffer) {
  await p.page.setInputFiles('#file', { name, mimeType: 'text/csv', buffer });
  await p.press('workers.import.read');
}

story('an office list is imported', async (naoko) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/workers');
  await naoko.go('workers.import.button');
  await naoko.look('import');
  await naoko.press('workers.import.read');
  await naoko.says('workers.import.file_missing');
  await naoko.look('import-mend');
  const template = await naoko.page.request.get(naoko.hub.url + naoko.path('/staff/imports/template.csv'));
  assert.match(await template.text(), new RegExp('^\ufeff' + naoko.t('workers.import.column.name')));

  await choose(naoko, '名簿.csv', cp932(list));
  await naoko.says('workers.import.columns_title');
  await naoko.reads('Shift_JIS');
  assert.equal(await naoko.page.locator('select').nth(3).inputValue(), 'birth', 'the column of birth dates is proposed');
  await naoko.look('import-columns');
  await naoko.page.locator('select').nth(1).selectOption('');
  await naoko.press('workers.import.check');
  await naoko.says('workers.import.column_name');
  await naoko.look('import-columns-mend');
  await naoko.page.locator('select').nth(1).selectOption('name');
  await naoko.fill({ 'workers.import.since_default': '令和8年4月1日' });
  await naoko.press('workers.import.check');

  await naoko.says('workers.import.still_open', { n: 3 });
  await naoko.says('workers.import.stood', { text: '昭和25年13月1日' });
  await naoko.look('import-review');
  await naoko.page.fill('#r2_birth', '昭和25年12月');
  await naoko.page.fill('#r4_mail', 'ai@example.com');
  await naoko.press('workers.import.save_rows');
  await naoko.says('workers.field.birth_form');
  assert.equal(await naoko.page.inputValue('#r2_birth'), '昭和25年12月', 'what was typed is kept');
  assert.equal(await naoko.page.locator('#r4_mail').count(), 0, 'the row that was mended is done');
  await naoko.look('import-review-mend');
  await naoko.page.fill('#r2_birth', '昭和25年12月1日');
  await naoko.press('workers.import.save_rows');
  await naoko.says('workers.import.like.mail');
  await naoko.press('workers.import.save_doubles');
  await naoko.says('workers.import.decide_missing');
  await naoko.look('import-doubles');
  await naoko.page.locator('input[value=skip]').check();
  await naoko.press('workers.import.save_doubles');
  await naoko.says('workers.import.all_good');
  await naoko.page.locator('main details summary').first().click();
  await naoko.look('import-ready');
  await naoko.open('/staff/workers?q=' + encodeURIComponent('おがわ しず'));
  await naoko.says('workers.list.none'); // nothing is registered before the last word
  await naoko.page.goBack();
  await naoko.press('workers.import.commit', { n: 4 });
  await naoko.page.waitForFunction((done) => document.querySelector('h1')?.innerText.trim() === done, naoko.t('workers.import.done_title')); // the page looks by itself
  await naoko.heading(naoko.t('workers.import.done_title'));
  await naoko.look('import-done');
  const left = await naoko.page.request.get(naoko.page.url() + '/left.xlsx');
  assert.equal(left.status(), 200);
  await naoko.go('workers.import.done_list');
  await naoko.says('workers.import.only_these');
  await naoko.says('workers.import.unsigned');
  await naoko.look('import-list');
  await naoko.page.getByRole('link', { name: '髙橋 花子' }).click();
  await naoko.says('workers.import.unsigned_title');
  await naoko.says('workers.import.origin_new', { line: 3 });
  await naoko.reads('火曜は休み');
  await naoko.readsNot('1987');
  await naoko.look('import-file');
  await naoko.go('workers.tab.life');
  await naoko.says('workers.import.reason');
});

story('an office list is imported without JavaScript and given up', async (naoko) => {
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/imports');
  await choose(naoko, 'list.csv', Buffer.from('\ufeff氏名,電話\r\n名簿 太郎,0126-00-0199\r\n'));
  await naoko.press('workers.import.check');
  await naoko.says('workers.import.all_good');
  await naoko.page.locator('main details summary').last().click();
  await naoko.press('workers.import.drop_yes');
  await naoko.says('workers.import.said_dropped');
  await naoko.look('import-dropped');
  await choose(naoko, 'list.csv', Buffer.from('\ufeff氏名,電話\r\n名簿 太郎,0126-00-0199\r\n'));
  await naoko.press('workers.import.check');
  await naoko.press('workers.import.commit', { n: 1 });
  for (let i = 0; i < 20 && (await naoko.page.getByRole('link', { name: naoko.t('workers.import.look_again') }).count()); i++) {
    await naoko.page.waitForTimeout(250);
    await naoko.go('workers.import.look_again');
  }
  await naoko.heading(naoko.t('workers.import.done_title'));
}, { in: [{ lang: 'ja', width: 390, js: false }] });
