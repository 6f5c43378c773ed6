import type { Locator, Page } from '@playwright/test';
import { type Language, languageRow } from '../../config/languages.ts';
import { createTranslator, fetchWords } from '../../config/locales/index.ts';
import type { VisitType } from '../../src-main/contract/shared/visit-type.ts';
import { expect } from './expect.ts';
import { touch } from './touch.ts';

/** A citizen at the kiosk, who reads one language and finds each button by its text. */
export function citizen(page: Page, language: Language) {
  const t = createTranslator(language, 'screen');
  const button = (name: string | RegExp): Locator => page.getByRole('button', { name });
  return {
    t,
    async chooseLanguage() {
      await fetchWords(language);
      const named = button(languageRow(language).name);
      // Languages without a tile on the start screen are behind its last tile.
      if (!(await named.isVisible())) await touch(page.locator('.more-languages button:visible'));
      await touch(named);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
    },
    openEntry: (visitType: VisitType = 'walk-in') => touch(button(t(`idle.entry.${visitType}`))),
    choose: (name: string) => touch(button(new RegExp(`^${name}`))),
    /** In large type the button that ends the visit is on a later page. */
    async finish() {
      const [finish, further] = [button(t('ticket.finish')), button(t('pager.next'))];
      await expect(finish.or(further).first()).toBeVisible();
      while ((await finish.count()) === 0) await touch(further);
      await touch(finish);
    },
    sees: (title: string) =>
      expect(page.getByRole('heading', { level: 1 })).toHaveText(title.replaceAll('\n', ' '), {
        useInnerText: true,
      }),
    label: async () => (await page.locator('.number').textContent()) ?? '',
    isAtFront: () => expect(button(createTranslator('ca', 'screen')('idle.entry.walk-in'))).toBeVisible(),
  };
}
