import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { languageRow } from '../../config/languages.ts';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { OfficeProfile } from '../../src-main/contract/shared/office-profile.ts';
import { officeWithCheckIns } from './booked-office.ts';
import { citizen } from './citizen.ts';
import { demonstration } from './core-process.ts';
import { launchKiosk } from './electron.ts';
import { virtualProfile } from './printing.ts';
import { technician } from './technician.ts';
import { calm, calmAt, touch } from './touch.ts';
import { strike, type Tremor, tremble } from './trembling-hand.ts';
import { clicksOf, listenForClicks, type Target, type Tried, targetsOf } from './trembling-targets.ts';

type Hand = 'touch' | 'key';

const PIN = '481593';
/** A locator published as a sample, which belongs to no appointment. */
const LOCATOR = 'NE4NAF7Q';
const MOST_STEPS_BACK = 8;

export async function openTremblingKiosk() {
  const folder = mkdtempSync(join(tmpdir(), 'torn-trembling-'));
  // If root runs the tests, Electron reads the profile as another user.
  chmodSync(folder, 0o755);
  const printer = await startVirtualPrinter({ profile: virtualProfile });
  const kiosk = await launchKiosk({
    dataDir: join(folder, 'data'),
    profile: officeWithCheckIns(folder, { services: withListsOfDocuments() }),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  await citizen(kiosk.page, 'ca').isAtFront();
  await listenForClicks(kiosk.page);
  return {
    page: kiosk.page,
    async close() {
      await kiosk.close();
      await printer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two services have a list of documents, because the list of a single service is printed without a choice. */
function withListsOfDocuments(): readonly unknown[] {
  const { services } = OfficeProfile.parse(demonstration());
  const documents = services.find((one) => one.documents !== undefined)?.documents;
  return services.map((one) => (one.serviceId === 'registre-i-tramits' ? { ...one, documents } : one));
}

type Route = () => Promise<void>;

function stepsOn(page: Page) {
  const person = citizen(page, 'ca');
  const { t, choose, sees } = person;
  const steps = {
    inBar: (place: 'language' | 'access' | 'help') => touch(page.locator(`.bar-${place}`)),
    async type(characters: string): Promise<void> {
      for (const one of characters) await touch(page.getByRole('button', { name: one, exact: true }));
    },
    async help(): Promise<void> {
      await steps.inBar('help');
      await sees(t('help.title'));
    },
    async services(): Promise<void> {
      await person.openEntry();
      await sees(t('services.question.walk-in'));
    },
    async checkIn(): Promise<void> {
      await person.openEntry('appointment');
      await sees(t('checkIn.title'));
    },
    async locator(): Promise<void> {
      await steps.checkIn();
      await choose(t('checkIn.method.locator'));
      await sees(t('locatorKeypad.title'));
    },
    async servicesBy(method: 'document' | 'no-code'): Promise<void> {
      await steps.checkIn();
      await choose(t(`checkIn.method.${method}`));
      await sees(t('services.question.appointment'));
    },
  };
  return { ...steps, t, choose, sees };
}

function citizensRoutes(page: Page) {
  const { t, choose, sees, inBar, type, help, services, checkIn, locator, servicesBy } = stepsOn(page);
  return {
    idle: async () => {},
    language: async () => {
      await services();
      await inBar('language');
      await sees(t('language.title'));
    },
    access: async () => {
      await inBar('access');
      await sees(t('access.title'));
    },
    help,
    documents: async () => {
      await help();
      await choose(t('documents.open'));
      await sees(t('documents.title'));
    },
    services,
    'services-group': async () => {
      await services();
      await choose('Altres gestions');
      await sees('Altres gestions');
    },
    'take-ticket': async () => {
      await services();
      await choose('Empadronament');
      await sees(t('takeTicket.title'));
    },
    'check-in': checkIn,
    'locator-keypad': locator,
    'check-in-result': async () => {
      await locator();
      await type(LOCATOR);
      await choose(t('keys.search'));
      await page.locator('[data-screen="check-in-result"]').waitFor();
    },
    'services-appointment': () => servicesBy('document'),
    'document-keypad': async () => {
      await servicesBy('document');
      await choose('Empadronament');
      await sees(t('documentKeypad.title.dni-nie'));
    },
    'appointment-hour': async () => {
      await servicesBy('no-code');
      await choose('Empadronament');
      await sees(t('appointmentHour.title'));
    },
  } satisfies Record<string, Route>;
}

function techniciansRoutes(page: Page) {
  const expert = technician(page);
  async function pin(): Promise<void> {
    await expert.knock();
    await page.locator('.pin-dots').waitFor({ state: 'attached' });
  }
  return {
    'technician-pin': pin,
    technician: async () => {
      await pin();
      if ((await page.getByRole('heading', { level: 1 }).textContent()) === expert.t('pin.title.choose'))
        return expert.choosePin(PIN);
      await expert.send(PIN, 'enter');
      await expert.sees(expert.t('header.technician'));
    },
  } satisfies Record<string, Route>;
}

const routesOn = (page: Page) => ({ ...citizensRoutes(page), ...techniciansRoutes(page) });

type ScreenOfKiosk = keyof ReturnType<typeof routesOn>;

/** Trembling hands at a real kiosk with check-ins. Each try begins and ends at the Catalan start screen. */
export function tremblingHands(page: Page) {
  const routes = routesOn(page);
  const isScreen = (name: string): name is ScreenOfKiosk => Object.hasOwn(routes, name);
  const leave = leavingOf(page);
  return {
    screens: Object.keys(routes).filter(isScreen),
    async targetsOn(screen: ScreenOfKiosk): Promise<Target[]> {
      await routes[screen]();
      await calm(page);
      const targets = await targetsOf(page);
      await leave(screen);
      return targets;
    },
    /** Trembles on one target of the screen: the one at `place` modulo the count of targets. */
    async tryOn(screen: ScreenOfKiosk, place: number, hand: Hand, tremor: Tremor): Promise<Tried> {
      await routes[screen]();
      await calm(page);
      const targets = await targetsOf(page);
      const target = targets[place % targets.length];
      if (target === undefined) throw new Error(`nothing can be touched on ${screen}`);
      await calmAt(page, target);
      if (hand === 'key')
        await page.evaluate(
          ({ x, y }) => document.elementFromPoint(x, y)?.closest('button')?.focus({ preventScroll: true }),
          target,
        );
      const clicks = await clicksOf(page, () =>
        hand === 'key' ? strike(page, 'Enter', tremor) : tremble(page, target, tremor),
      );
      await leave(screen);
      return { screen: `${screen}, by ${hand}`, target, tremor, clicks };
    },
  };
}

function leavingOf(page: Page): (from: ScreenOfKiosk) => Promise<void> {
  const person = citizen(page, 'ca');
  const { t } = person;
  const expert = technician(page);
  const root = page.locator('html');
  const facade = page.locator('.facade');
  const out = [t('ticket.finish'), expert.t('footer.close'), expert.t('pin.leave'), t('help.close')];
  const exit = page
    .getByRole('button', { name: new RegExp(`^(${out.join('|')})`) })
    .or(page.locator('.bar-back:not(.bar-withdraw)'))
    .first();

  async function back(): Promise<void> {
    for (let step = 0; step < MOST_STEPS_BACK; step += 1) {
      await facade.or(exit).first().waitFor();
      if (await facade.isVisible()) break;
      await touch(exit);
      await calm(page);
    }
    if ((await root.getAttribute('lang')) !== 'ca')
      await touch(page.getByRole('button', { name: languageRow('ca').name }));
    await person.isAtFront();
  }

  /** Resets the access settings, which otherwise last until the session ends. */
  async function undo(): Promise<void> {
    await touch(page.locator('.bar-access'));
    await person.sees(t('access.title'));
    for (
      let before = await root.getAttribute('data-text-size');
      before !== '100';
      before = await root.getAttribute('data-text-size')
    ) {
      await touch(page.locator('.size-row'));
      await expect(root).not.toHaveAttribute('data-text-size', before ?? '');
    }
    const on = page.getByRole('switch', { checked: true });
    for (let left = await on.count(); left > 0; left -= 1) {
      await touch(on.first());
      await expect(on).toHaveCount(left - 1);
    }
    await back();
  }

  return async (from) => {
    await calm(page);
    await back();
    if (from === 'access') await undo();
  };
}
