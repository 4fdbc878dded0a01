// The screens of a registration, as a person or staff for somebody fill them in.

/** check picks an answer from a list. */
export async function check(person, name, value) {
  await person.page.locator(`input[name="${name}"][value="${value}"]`).check();
}

/** answers goes through the screens from the name to the tools, and with looked at each of them closely. */
export async function answers(p, { name, kana, year, mail = '', bank = true, looked = true }) {
  const look = (page) => looked && p.look(page);
  await p.press('workers.join.next'); // nothing filled in yet
  await p.says('workers.field.birth_missing');
  await look('join-name-mend');
  await p.fill({ 'workers.file.name': name, 'workers.file.kana': kana });
  await p.page.selectOption('select[name=era]', 'showa');
  await p.page.fill('#birth_year', year);
  await p.page.fill('input[name=birth_month]', '６');
  await p.page.fill('input[name=birth_day]', '3');
  await p.press('workers.join.next');
  await p.fill({ 'workers.file.phone': '０９０－００００－７７７７', 'workers.file.mail': mail, 'workers.file.em_name': '家族 一郎', 'workers.file.em_phone': '0126-00-0000' });
  await look('join-contact');
  await p.press('workers.join.next');
  await p.says('workers.hint.no_table');
  await p.fill({ 'workers.file.region': '北海道', 'workers.file.town': '雪原市本町', 'workers.file.street': '2条3丁目4' });
  await look('join-address');
  await p.press('workers.join.next');
  if (bank) {
    await p.fill({ 'workers.file.bank': 'ゆうちょ', 'workers.file.branch': '九一八', 'workers.file.number': '1234567', 'workers.file.holder': kana });
    await check(p, 'kind', '1');
    await look('join-bank');
    await p.press('workers.file.find');
    await look('join-bank-found');
    if (await p.page.locator('input[name=bank_pick]').count()) await check(p, 'bank_pick', '9900');
    await p.page.fill('#branch', '918');
    await p.press('workers.join.next');
  } else {
    await p.press('workers.join.later');
  }
  await check(p, 'employs', 'no');
  await check(p, 'form', 'person');
  await look('join-business');
  await p.press('workers.join.next');
  await check(p, 'devices', 'phone');
  await check(p, 'line', 'mobile');
  await look('join-tools');
  await p.press('workers.join.next');
  await look('join-photo');
  await check(p, 'photo_kind', 'mynumber');
  await p.press('workers.join.add_photo');
  await p.says('workers.field.my_number_card');
  await p.go('workers.join.go_on');
}

/** sign agrees to both texts and signs with a name. */
export async function sign(p, name) {
  await check(p, 'privacy', '1');
  await check(p, 'contract', '1');
  await p.fill({ 'workers.file.signed_as': name });
}
