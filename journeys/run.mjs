// Tells every story, or those whose files are named: node run.mjs snow-day
import { readdirSync } from 'node:fs';

const named = process.argv.slice(2);
for (const file of readdirSync(new URL('stories/', import.meta.url)).sort()) {
  if (named.length === 0 || named.some((n) => file.includes(n))) await import('./stories/' + file);
}
