import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';

/** Returns the axe-core that `@axe-core/playwright` installs, as a script for a page. */
export const axeScript = (): string => {
  const ofPlaywright = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
  return readFileSync(ofPlaywright.resolve('axe-core/axe.min.js'), 'utf8');
};

let script: string | null = null;

interface Sparing {
  exclude?: readonly string[];
  without?: readonly string[];
}

/**
 * Lists what axe finds wrong in a page and its frames, as `rule: element element`. Playwright's `AxeBuilder` takes three times as long,
 * because it loads the script twice and returns every element that passes a rule. It also opens a second page, which Electron refuses.
 */
export async function foundByAxe(page: Page, { exclude = [], without = [] }: Sparing = {}): Promise<string[]> {
  script ??= axeScript();
  for (const frame of page.frames()) if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(script);
  const { passed, found } = await page.evaluate(
    async ({ excluded, rules }) => {
      const context = excluded.length === 0 ? document : { exclude: excluded };
      // While a colour changes axe measures a wrong contrast, so transitions are switched off.
      const still = new CSSStyleSheet();
      still.replaceSync('*, ::before, ::after { transition: none !important; }');
      document.adoptedStyleSheets.push(still);
      const { violations, passes } = await window.axe.run(context, { rules, resultTypes: ['violations'] });
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== still);
      const htmlOf = ({ nodes }: (typeof violations)[number]): string => nodes.map(({ html }) => html).join(' ');
      return { passed: passes.length, found: violations.map((one) => `${one.id}: ${htmlOf(one)}`) };
    },
    {
      excluded: exclude.map((selector) => [selector]),
      rules: Object.fromEntries(without.map((rule) => [rule, { enabled: false }])),
    },
  );
  if (passed <= 5) throw new Error(`axe passed only ${passed} rules: ${page.url()} shows nothing`);
  return found;
}
