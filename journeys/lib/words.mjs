// The product's own words, so that a story says which sentence it means and not how it is worded today.
import { readFileSync, readdirSync } from 'node:fs';

const folder = new URL('../../internal/words/', import.meta.url);

function read(lang) {
  const out = new Map();
  for (const file of readdirSync(folder).filter((f) => f.endsWith(`.${lang}.txt`))) {
    let key = '';
    for (const line of readFileSync(new URL(file, folder), 'utf8').split('\n')) {
      const at = line.indexOf(' = ');
      if (line.startsWith('  ')) out.set(key, out.get(key) + '\n' + line.slice(2));
      else if (at > 0) out.set((key = line.slice(0, at)), line.slice(at + 3));
    }
  }
  return out;
}

const catalogue = { ja: read('ja'), en: read('en') };

/** words answers the sentence of a key in a language; a key that does not exist ends the story. */
export function words(lang, key, args = {}) {
  const text = catalogue[lang].get(key);
  if (text === undefined) throw new Error(`no words for ${key} in ${lang}`);
  return text.replace(/\{(\w+)(?:\|([^}]*))?\}/g, (all, name, forms) => {
    if (!(name in args)) return all;
    if (!forms) return String(args[name]);
    const f = forms.split('|');
    return f[args[name] === 1 ? 0 : f.length - 1];
  });
}

/** houses are the first words of all keys; text on a page that begins so is a message nobody wrote. */
export const houses = new Set([...catalogue.ja.keys()].map((k) => k.split('.')[0]));
