// Usage: node build/with-display.ts node tests/pages/take-pages.ts --out DIR [--only WORDS] [--language ca] [--size screen|phone|narrow]
// Takes pictures of the city's pages with canned answers.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { provideBundles } from '../../build/vite.ts';
import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { CANNED_PAGES } from './canned-answers.ts';
import { openPages, PAGE_SIZES, type PageSize } from './open-pages.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'test-results/pages' },
    only: { type: 'string', default: '' },
    language: { type: 'string', default: 'ca' },
    size: { type: 'string', default: '' },
  },
});
mkdirSync(values.out, { recursive: true });
await provideBundles(['pages']);
const pages = await openPages();
const language = WORKING_LANGUAGES.find((one) => one === values.language) ?? 'ca';
for (const size of (Object.keys(PAGE_SIZES) as PageSize[]).filter((one) => one.startsWith(values.size)))
  for (const canned of CANNED_PAGES.filter(({ name }) => name.startsWith(values.only))) {
    await pages.show(canned, language, size);
    await pages.page.screenshot({ path: join(values.out, `${canned.name}-${size}.png`), fullPage: true });
  }
await pages.close();
