import { AxeBuilder } from '@axe-core/playwright';
import { CANNED_PAGES } from './canned-answers.ts';
import { openPages, type PageSize } from './open-pages.ts';

const [from, to, size, language] = process.argv.slice(2);
const pages = await openPages();
const own = CANNED_PAGES.filter((p) => p.name.startsWith('office')).slice(Number(from), Number(to));
for (const one of own) {
  try {
    await pages.show(one, language as 'ca', size as PageSize);
  } catch (error) {
    console.log(
      one.name,
      'NOT SHOWN',
      String(error).slice(0, 200),
      await pages.page.evaluate(() => document.body.innerText.slice(0, 300)),
    );
    continue;
  }
  const { violations } = await new AxeBuilder({ page: pages.page }).setLegacyMode().analyze();
  const wide = await pages.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  console.log(
    one.name,
    wide,
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`).join('\n   '),
  );
}
await pages.close();
