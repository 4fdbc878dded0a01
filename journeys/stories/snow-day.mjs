import { story } from '../lib/story.mjs';

story('a snow day', async (naoko, { hub, bring }) => {
  const visitor = await bring();
  await visitor.open('/');
  await naoko.signIn('sato@yukihara.example');
  await naoko.open('/staff/closures');
  await naoko.look('closures-none');
  await naoko.press('hub.closure.try');
  await naoko.says('hub.closure.reason_missing');
  await naoko.look('closures-mend');
  await naoko.fill({ 'hub.closure.from': '１２月１４日', 'hub.closure.opens': '１３：００', 'hub.closure.reason': '大雪のため', 'hub.closure.reason_en': 'Heavy snow' });
  await naoko.press('hub.closure.try');
  await naoko.says('dispatch.shut.title');
  await naoko.press('hub.closure.add');
  await naoko.says('hub.closure.said');
  await naoko.look('closures-said');

  const notice = naoko.t('hub.closure.late', { reason: naoko.lang === 'ja' ? '大雪のため' : 'Heavy snow', time: '13:00' });
  for (const path of ['/', '/access', '/seminars', '/ask', '/sign-in']) {
    await visitor.open(path);
    await visitor.reads(notice);
  }
  await visitor.look('sign-in-on-a-snow-day');
  await visitor.open('/');
  await visitor.look('home-on-a-snow-day');

  await naoko.press('hub.closure.withdraw');
  await naoko.says('hub.closure.said_withdrawn');
  await visitor.open('/');
  await visitor.readsNot(notice);
});
