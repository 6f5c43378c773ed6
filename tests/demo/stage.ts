import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Paper, VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import type { Kiosk } from '../support/electron.ts';

export interface Stage {
  /**
   * Takes a picture and puts its number into its file name. `at-rest`: after all animations have ended; `in-motion`: once every animation
   * is almost a third over.
   */
  picture(kiosk: Pick<Kiosk, 'page'>, name: string, when?: 'at-rest' | 'in-motion'): Promise<void>;
  /** Saves the paper as bytes and as a picture. The paper must have the label that the screen shows. */
  keepPaper(paper: Paper, label: string, name?: string): void;
}

export function openStage(out: string): Stage {
  const folders = { screens: join(out, 'screens'), tickets: join(out, 'tickets') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  let pictureNo = 0;
  return {
    async picture(kiosk, name, when = 'at-rest') {
      pictureNo += 1;
      if (when === 'in-motion')
        await kiosk.page.waitForFunction(() =>
          document.getAnimations().every(({ effect }) => (effect?.getComputedTiming().progress ?? 1) > 0.3),
        );
      // `finished` rejects if the next screen interrupts the animation. `allSettled` accepts this and waits for the others.
      if (when === 'at-rest')
        await kiosk.page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
      const path = join(folders.screens, `${String(pictureNo).padStart(2, '0')}-${name}.png`);
      await kiosk.page.screenshot({ path });
    },
    keepPaper({ bytes, lines, ...sheet }, label, name = label) {
      if (!lines.includes(label)) throw new Error(`the screen says ${label}, the paper says ${lines.join(' / ')}`);
      writeFileSync(join(folders.tickets, `${name}.escpos`), bytes);
      writeFileSync(join(folders.tickets, `${name}.png`), sheet.toPng());
    },
  };
}

export const nextPaper = (printer: VirtualPrinter): Promise<Paper> =>
  new Promise((found) => {
    const stop = printer.onPaper((paper) => {
      stop();
      found(paper);
    });
  });
