import type { Page } from '@playwright/test';
import { createTranslator } from '../../config/locales/staff-words.ts';
import { asShown } from './as-shown.ts';
import { expect } from './expect.ts';
import { calm, panelOf, touch, whereItCanBeTouched } from './touch.ts';

export function technician(page: Page) {
  const t = createTranslator('ca', 'technician');
  const button = (name: string) => page.getByRole('button', { name: asShown(name), exact: true });
  return {
    t,
    /** Touches the hidden corner as often and as fast as the kiosk requires, and again if this machine was too slow. */
    async knock() {
      const corner = page.locator('.hidden-corner');
      const panel = await panelOf(page);
      do {
        const point = await whereItCanBeTouched(corner);
        for (let count = 0; count < 5; count += 1) {
          await panel.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] });
          await panel.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
        }
        await calm(page);
      } while (await corner.isVisible());
    },
    async send(pin: string, step: 'choose' | 'repeat' | 'enter') {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(asShown(t(`pin.title.${step}`)));
      for (const digit of pin) await touch(button(digit));
      await touch(button(t(`pin.send.${step}`)));
    },
    /** Chooses the kiosk's first PIN, and enters with it. */
    async choosePin(pin: string) {
      for (const step of ['choose', 'repeat'] as const) await this.send(pin, step);
      await this.sees(t('header.technician'));
    },
    sees: (title: string) => expect(page.getByRole('heading', { level: 1 })).toHaveText(asShown(title)),
    touches: (name: string) => touch(button(name)),
    close: () => touch(button(t('footer.close'))),
    part: (name: string) => page.locator('.part').filter({ hasText: asShown(name) }),
  };
}
