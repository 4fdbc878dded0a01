import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';

story('an inquiry on Saturday night is answered on Monday', async (chihiro, { hub, bring }) => {
  await chihiro.open('/ask?category=work');
  await chihiro.waits();
  await chihiro.press('outreach.inquiry.send'); // nothing filled in yet
  await chihiro.says('outreach.inquiry.text_missing');
  await chihiro.look('ask-mend');
  await chihiro.labelled(chihiro.t('outreach.inquiry.category.work')).check();
  await chihiro.fill({ 'outreach.inquiry.name': '中山 千尋', 'outreach.inquiry.mail_field': 'chihiro@example.com', 'outreach.inquiry.text': '小さな子どもがいても始められますか。' });
  await chihiro.labelled(chihiro.t('outreach.inquiry.consent_yes')).check();
  await chihiro.press('outreach.inquiry.send');
  await chihiro.says('outreach.inquiry.said');
  await chihiro.look('asked');
  const promised = (await chihiro.page.locator('main strong').first().innerText()).trim();
  assert.match(promised, chihiro.lang === 'ja' ? /12月16日（水）/ : /16 Dec/, 'taken up on Monday, answered two working days later');
  const receipt = await hub.mail('chihiro@example.com', chihiro.t('outreach.inquiry.mail.receipt_subject'));
  const day = promised.match(chihiro.lang === 'ja' ? /12月16日（水）[0-9:]+/ : /Wed 16 Dec [0-9:]+/)[0];
  assert.ok(receipt.text.includes(day), receipt.text);

  await hub.until('2026-12-14T09:40:00+09:00');
  const naoko = await bring();
  await naoko.signIn('sato@yukihara.example');
  await naoko.look('monday-morning');
  await naoko.page.locator('main').getByRole('link').filter({ hasText: /./ }).first().waitFor();
  await naoko.open('/staff/inquiries');
  await naoko.look('inquiries');
  await naoko.page.getByRole('link', { name: '中山 千尋' }).click();
  await naoko.look('inquiry');
  await naoko.press('outreach.inquiry.take');
  await naoko.says('outreach.inquiry.entry.taken');
  await naoko.fill({ 'outreach.inquiry.reply': '下書きのメモ：託児の日を先に伝える' });
  await naoko.press('outreach.inquiry.keep_note');
  await naoko.says('outreach.inquiry.entry.note');
  await naoko.fill({ 'outreach.inquiry.reply': 'はい、昼寝のあいだの40分から始められます。説明会では、お子さんをお預かりします。' });
  await naoko.press('outreach.inquiry.reply_send');
  await naoko.says('outreach.inquiry.answered');
  await naoko.look('inquiry-answered');

  const answer = await hub.mail('chihiro@example.com', chihiro.t('outreach.inquiry.mail.answer_subject', { hub: chihiro.lang === 'ja' ? '雪原しごとひろば' : 'Yukihara Work Square' }));
  assert.ok(answer.text.includes('昼寝のあいだの40分から'), answer.text);
  await chihiro.follow(receipt.links.find((l) => l.includes('/ask/')));
  await chihiro.reads('昼寝のあいだの40分から');
  await chihiro.readsNot('下書きのメモ');
  await chihiro.look('my-inquiry');
  await chihiro.fill({ 'outreach.inquiry.more': 'ありがとうございます。申し込みます。' });
  await chihiro.press('outreach.inquiry.more_send');
  await chihiro.reads('ありがとうございます。申し込みます。');

  await hub.until('2026-12-17T10:00:00+09:00'); // the others asked on Saturday too, and nobody answered
  await naoko.signIn('sato@yukihara.example'); // staff's devices rest for half a day at most
  await naoko.open('/staff/inquiries');
  await naoko.says('outreach.inquiry.late');
  await naoko.look('inquiries-late');
});
