import assert from 'node:assert/strict';
import { story } from '../lib/story.mjs';
import { words } from '../lib/words.mjs';

const december = { ja: '2026年12月分', en: '12/2026' };

story('a month is closed in one sitting', async (watanabe, { hub, bring }) => {
  await watanabe.signIn('watanabe@yukihara.example');
  await watanabe.open('/staff/months');
  await watanabe.look('months');
  await watanabe.open('/staff/months/2026-12');
  await watanabe.says('pay.month.runs');
  await watanabe.look('month-runs');

  await hub.until('2027-01-06T10:00:00+09:00'); // what nobody inspected within seven days is accepted
  await watanabe.signIn('watanabe@yukihara.example');
  await watanabe.open('/staff/months/2026-12');
  await watanabe.look('month-blocked');
  const month = december[watanabe.lang];
  await watanabe.press('pay.month.close', { month });
  await watanabe.says('pay.field.knowing');
  await watanabe.look('month-mend');
  await watanabe.press('pay.block.done_for');
  await watanabe.says('pay.said.done_for');
  await watanabe.labelled(watanabe.t('pay.month.knowing')).check();
  await watanabe.press('pay.month.close', { month });
  await watanabe.says('pay.said.closing');
  await closed(watanabe);
  await watanabe.look('month-closed');
  await watanabe.open('/staff/statements?month=2026-12');
  await watanabe.look('statements');
  await watanabe.page.locator('tbody a').first().click();
  await watanabe.says('pay.statement.lines');
  await watanabe.look('staff-statement');
  await watanabe.open('/staff/clock');
  await watanabe.look('clock');
  await watanabe.open('/staff/books/ledger');
  await watanabe.look('ledger');

  await watanabe.open('/staff/months/2026-12');
  await watanabe.page.locator('summary', { hasText: watanabe.t('pay.month.reopen') }).click();
  await watanabe.press('pay.month.reopen');
  await watanabe.says('pay.field.reason');
  await watanabe.fill({ 'pay.correct.reason': '検品もれ' });
  await watanabe.press('pay.month.reopen');
  await watanabe.says('pay.said.reopened');

  const sato = await bring();
  await sato.signIn('sato@yukihara.example');
  await sato.open('/staff/months/2026-12');
  assert.equal(await sato.page.getByRole('button', { name: sato.t('pay.month.close', { month }) }).count(), 0, 'a coordinator may close');
});

/** closed waits until the job has come to its end. */
async function closed(p) {
  for (let i = 0; i < 60; i++) {
    await p.open('/staff/months/2026-12');
    if ((await p.page.locator('main').innerText()).includes(p.t('pay.month.closed')) && !(await p.page.locator('main progress').count())) return;
    await p.page.waitForTimeout(100);
  }
  throw new Error('the month is not closed');
}

story('a worker disputes a line', async (misaki, { hub, bring }) => {
  await misaki.signIn('misaki@example.com');
  await misaki.says('pay.next.title');
  await misaki.open('/my/money');
  await misaki.look('my-money');
  await misaki.go('pay.next.open');
  await misaki.look('statement');
  const page = misaki.page.url();
  await misaki.page.locator('.pieces summary').first().click();
  await misaki.look('statement-pieces');
  await misaki.go('pay.line.ask');
  await misaki.look('ask-line');
  await misaki.press('pay.ask.send');
  await misaki.says('pay.field.words_missing');
  await misaki.look('ask-line-mend');
  await misaki.fill({ 'pay.ask.words': 'この日は、あと1件多く出しました。' });
  await misaki.press('pay.ask.send');
  await misaki.says('pay.said.asked');
  await misaki.says('pay.question.waits');
  await misaki.look('statement-asked');

  const watanabe = await bring();
  await watanabe.signIn('watanabe@yukihara.example');
  await watanabe.says('pay.tile.asked');
  await watanabe.open('/staff/statements');
  await watanabe.look('statements-asked');
  await watanabe.page.locator('main section a').first().click();
  await watanabe.reads('この日は、あと1件多く出しました。');
  await watanabe.look('staff-statement-asked');
  const statement = watanabe.page.url().split('#')[0];
  await watanabe.page.locator('.pieces summary').first().click();
  await watanabe.go('pay.line.correct');
  await watanabe.look('correct');
  await watanabe.fill({ 'pay.correct.amount': '1', 'pay.correct.reason': '1件の数えもれ' });
  await watanabe.press('pay.correct.save');
  await watanabe.look('correct-refused');
  assert.equal(await watanabe.field('pay.correct.reason').inputValue(), '1件の数えもれ');
  await watanabe.fill({ 'pay.correct.amount': '7,000' });
  await watanabe.press('pay.correct.save');
  await watanabe.says('pay.said.corrected');
  await watanabe.follow(statement);
  await watanabe.fill({ 'pay.question.answer': 'ご指摘のとおりでした。1件を加えました。' });
  await watanabe.press('pay.question.send');
  await watanabe.says('pay.said.answered');

  await hub.mail('misaki@example.com', words('ja', 'pay.mail.restated_subject', { no: 'P-202611-0001' })); // her account speaks Japanese
  await misaki.follow(page);
  await misaki.reads('ご指摘のとおりでした。1件を加えました。');
  await misaki.says('pay.paper.version_of', { n: 2 });
  await misaki.look('statement-corrected');
  await misaki.press('pay.statement.confirm');
  await misaki.says('pay.said.confirmed');

  await misaki.open('/my/money/book');
  await misaki.look('book');
  await misaki.press('pay.book.save');
  await misaki.says('pay.field.date');
  await misaki.look('book-mend');
  await misaki.fill({ 'pay.book.on': '12/10', 'pay.book.amount': '1280', 'pay.book.note': '付せん' });
  await misaki.press('pay.book.save');
  await misaki.says('pay.said.spent');
  await misaki.open('/my/money/year');
  await misaki.look('year');
});
