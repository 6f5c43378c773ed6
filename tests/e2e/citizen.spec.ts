import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { type Paper, startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { foundByAxe } from '../support/axe.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { makeSharedFolder } from '../support/shared-folder.ts';
import { calm } from '../support/touch.ts';

test.describe('an open office', () => {
  let printer: VirtualPrinter;
  let kiosk: Kiosk;
  let dataDir: string;
  let taken: number;

  // All visits share a kiosk; Playwright starts a new one after a failed test.
  test.beforeAll(async () => {
    taken = 0;
    dataDir = mkdtempSync(join(tmpdir(), 'torn-citizen-data-'));
    printer = await startVirtualPrinter({ profile: virtualProfile });
    kiosk = await launchKiosk({
      dataDir,
      profile: demonstrationOffice,
      printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    });
  });
  /** Returns to the start screen from any screen, so that the next citizen can begin. */
  async function leave(): Promise<void> {
    await kiosk.page.evaluate(async () => {
      let now = await window.kiosk.call('getViewState', {});
      while (!now.ok) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        now = await window.kiosk.call('getViewState', {});
      }
      const { sessionId, stateNo, view } = now.value as {
        sessionId: string;
        stateNo: number;
        view: { screen: string };
      };
      if (view.screen !== 'idle') await window.kiosk.call('finish', { stamp: { sessionId, stateNo } });
    });
    await citizen(kiosk.page, 'ca').isAtFront();
  }
  test.beforeEach(leave);
  test.afterAll(async () => {
    await kiosk.close();
    await printer.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function nextLabel(): string {
    taken += 1;
    return `A${String(taken).padStart(3, '0')}`;
  }

  const nextPaper = (): Promise<Paper> =>
    new Promise((resolve) => {
      const stop = printer.onPaper((paper) => {
        stop();
        resolve(paper);
      });
    });

  test('two touches print a ticket, and the kiosk is free for the next person', async () => {
    const person = citizen(kiosk.page, 'ca');
    const paper = nextPaper();
    await person.openEntry();
    await person.choose('Empadronament');
    await person.sees(person.t('takeTicket.title'));
    const label = nextLabel();
    expect(await person.label()).toBe(label);
    expect((await paper).lines).toEqual(expect.arrayContaining([label, 'Empadronament']));
    await person.finish();
    await person.isAtFront();
  });

  test('larger text on the screen gives large print on paper, for this citizen only', async () => {
    const person = citizen(kiosk.page, 'ca');
    const take = async (): Promise<Paper> => {
      const paper = nextPaper();
      await person.openEntry();
      await person.choose('Empadronament');
      await person.sees(person.t('takeTicket.title'));
      const printed = await paper;
      expect(printed.lines).toContain(nextLabel());
      await leave();
      return printed;
    };
    const plain = await take();
    await person.choose(person.t('bar.access'));
    await person.choose(person.t('access.largeText'));
    await expect(kiosk.page.locator('html')).toHaveAttribute('data-text-size', '150');
    await person.choose(person.t('bar.back'));
    const large = await take();
    expect(large.heightDots).toBeGreaterThan(1.4 * plain.heightDots);
    // This Epson command makes letters twice as wide and three times as high; no ticket in normal type contains it.
    const tripled = Buffer.from([0x1d, 0x21, 0x12]);
    expect([plain, large].map(({ bytes }) => Buffer.from(bytes).includes(tripled))).toEqual([false, true]);
    expect((await take()).heightDots).toBe(plain.heightDots);
  });

  test('a double tap gives one ticket', async () => {
    const person = citizen(kiosk.page, 'ca');
    await person.openEntry();
    await kiosk.page.getByRole('button', { name: /^Empadronament/ }).dblclick();
    await person.sees(person.t('takeTicket.title'));
    expect(await person.label()).toBe(nextLabel());
    await person.finish();
    await person.isAtFront();
    await person.openEntry();
    const paper = nextPaper();
    await person.choose('Empadronament');
    expect((await paper).lines).toContain(nextLabel());
  });

  test('without paper the number appears on the screen, and the ticket is printed after the refill', async () => {
    printer.setPaper('out');
    const before = printer.papers.length;
    const person = citizen(kiosk.page, 'es');
    await person.chooseLanguage();
    await person.openEntry();
    await person.choose('Empadronamiento');
    await person.sees(person.t('printerTrouble.title'));
    const label = nextLabel();
    expect(await person.label()).toBe(label);
    expect(printer.papers).toHaveLength(before);
    const paper = nextPaper();
    printer.setPaper('ok');
    expect((await paper).lines).toContain(label);
    await person.sees(person.t('takeTicket.title'));
    await person.finish();
    await person.isAtFront();
  });

  test('an appointment holder gets a ticket that names the appointment desk', async () => {
    const person = citizen(kiosk.page, 'ca');
    await person.openEntry('appointment');
    await person.sees(person.t('services.question.appointment'));
    const paper = nextPaper();
    await person.choose('Empadronament');
    const { lines } = await paper;
    expect(lines).toContain(nextLabel());
    expect(lines.join(' ')).toContain(person.t('ticket.appointmentDesk'));
  });

  test('a group leads to its services, and back', async () => {
    const person = citizen(kiosk.page, 'ca');
    await person.openEntry();
    await person.choose('Altres gestions');
    await person.sees('Altres gestions');
    await person.choose(person.t('bar.back'));
    await person.sees(person.t('services.question.walk-in'));
  });

  test('a whole visit works by keyboard alone', async () => {
    const person = citizen(kiosk.page, 'ca');
    const { keyboard } = kiosk.page;
    // `tabTo` counts the elements up to the wanted button first, because a look after each Tab would be slow and the ticket's screen
    // closes by itself after a while. It counts again if the focus is elsewhere at the end, because a new screen focuses its heading.
    const tabTo = async (text: string) => {
      const button = kiosk.page.getByRole('button', { name: text });
      await button.waitFor();
      for (;;) {
        const steps = await button.evaluate((wanted) => {
          const stops = [...document.querySelectorAll<HTMLElement>('a[href], button:not(:disabled), [tabindex="0"]')];
          const isAfter = (from: Element, stop: Element): boolean =>
            (from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
          const from = document.activeElement ?? document.body;
          if (from === wanted) return 0;
          const ahead = stops.filter((stop) => from === document.body || isAfter(from, stop));
          return ahead.includes(wanted as HTMLElement) ? ahead.indexOf(wanted as HTMLElement) + 1 : Number.NaN;
        });
        if (steps === 0) return;
        expect(steps, `${text} comes after what has the focus`).not.toBeNaN();
        for (let step = 0; step < steps; step += 1) {
          await keyboard.press('Tab');
          await calm(kiosk.page);
        }
      }
    };
    await person.isAtFront();
    await tabTo('Vull');
    await keyboard.press('Enter');
    await person.sees(person.t('services.question.walk-in'));
    await tabTo('Empadronament');
    await keyboard.press(' ');
    await person.sees(person.t('takeTicket.title'));
    expect(await person.label()).toBe(nextLabel());
    await tabTo(person.t('ticket.finish'));
    await keyboard.press('Enter');
    await person.isAtFront();
  });

  test('axe finds nothing on any screen of a visit, and finds a planted fault', async () => {
    const person = citizen(kiosk.page, 'ca');
    const violations = () => foundByAxe(kiosk.page);
    await person.isAtFront();
    expect(await violations()).toEqual([]);
    await person.openEntry();
    await person.sees(person.t('services.question.walk-in'));
    expect(await violations()).toEqual([]);
    await person.choose('Empadronament');
    await person.sees(person.t('takeTicket.title'));
    expect(await violations()).toEqual([]);
    await kiosk.page.evaluate(() => document.body.append(document.createElement('button')));
    expect((await violations()).join()).toContain('button-name');
  });
});

test('a closed office says when it opens again', async () => {
  const folder = makeSharedFolder('citizen');
  const profile = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  profile.hours.closures = [{ span: { from: '01-01', to: '12-31' }, reason: { ca: 'Tanquem per obres.' } }];
  const file = join(folder, 'closed.json');
  writeFileSync(file, JSON.stringify(profile));
  const { page, close } = await launchKiosk({ dataDir: join(folder, 'data'), profile: file });
  try {
    const person = citizen(page, 'ca');
    await person.sees(person.t('closed.titleToday'));
    await expect(page.getByText('Tanquem per obres.')).toBeVisible();
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
});
