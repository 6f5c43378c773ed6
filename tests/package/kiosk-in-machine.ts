import { type Browser, chromium, type Page } from '@playwright/test';
import { WAITS_IN_VAIN_MS } from '../limits.ts';
import { citizen } from '../support/citizen.ts';
import { expect } from '../support/expect.ts';
import type { Machine } from './machine.ts';

export const UNIT = 'torn-kiosk.service';

/** The machine has no screen, so the compositor cage draws into memory. The rest of the unit stays as it ships. */
const WITHOUT_SCREEN = `[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman WLR_LIBINPUT_NO_DEVICES=1
`;
const SETTINGS = '/etc/torn/kiosk.conf';
/** A test build allows a debugger, by which the test sends touches. */
const SWITCHES = '--remote-debugging-port=0\n';

/** Adds the settings that a kiosk without screen and touch needs. */
export function prepareForFinger(machine: Machine): void {
  machine.write(`/etc/systemd/system/${UNIT}.d/without-screen.conf`, WITHOUT_SCREEN);
  machine.write(SETTINGS, SWITCHES);
}

/** Adds a line to the kiosk's settings while `run` runs. The line takes effect at the kiosk's next start. */
export async function withSwitch<T>(machine: Machine, line: string, run: () => Promise<T>): Promise<T> {
  machine.write(SETTINGS, `${SWITCHES}${line}\n`);
  try {
    return await run();
  } finally {
    machine.write(SETTINGS, SWITCHES);
  }
}

/** Waits until the shell has reported to systemd that core and page are alive. */
export const untilReady = (machine: Machine): Promise<void> =>
  machine.until(`systemctl is-active --quiet ${UNIT} && systemctl show -p StatusText --value ${UNIT} | grep -q :`);

export async function openPage(machine: Machine): Promise<{ page: Page; close: () => Promise<void> }> {
  const said = machine.must(
    `journalctl --boot --unit=${UNIT} --output=cat _SYSTEMD_INVOCATION_ID=$(systemctl show -p InvocationID --value ${UNIT})`,
  );
  const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1];
  if (port === undefined) throw new Error(`the kiosk opened no debugger: ${said.slice(-2_000)}`);
  // A debugger that connects before the page is listed waits for ever.
  const list = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/json/list`)).text();
  await expect.poll(list).toContain('app://torn/index.html');
  const browser: Browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
  const [context] = browser.contexts();
  if (!context) throw new Error('the kiosk offers no browser context');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));
  page.setDefaultTimeout(WAITS_IN_VAIN_MS);
  return { page, close: () => browser.close() };
}

export async function takeTicket(page: Page, service = 'Empadronament'): Promise<string> {
  const person = citizen(page, 'ca');
  await person.isAtFront();
  await person.openEntry();
  await person.choose(service);
  await expect(page.locator('[data-screen="take-ticket"]')).toBeVisible();
  const label = await person.label();
  await leave(page);
  return label;
}

/** Leaves the ticket's screen. A touch while the screen changes has the old screen's stamp and no effect, so it is repeated. */
async function leave(page: Page): Promise<void> {
  const person = citizen(page, 'ca');
  const ticket = page.locator('[data-screen="take-ticket"]');
  await expect(async () => {
    if (await ticket.isVisible()) await person.finish();
    await expect(ticket).toBeHidden({ timeout: 2_000 });
  }).toPass({ timeout: WAITS_IN_VAIN_MS });
  await person.isAtFront();
}
