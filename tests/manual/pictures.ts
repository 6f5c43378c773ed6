import { writeFileSync } from 'node:fs';
import { createTranslator } from '../../config/locales/staff-words.ts';
import { CANNED_PAGES } from '../pages/canned-answers.ts';
import { openPages } from '../pages/open-pages.ts';
import { SUBJECTS, subjectOf } from '../screenshots/cases.ts';
import { PANELS } from '../screenshots/panels.ts';
import { openScreens } from '../screenshots/screens.ts';
import { openBrowser } from '../support/browser.ts';
import { DESK_STATES, deskView } from '../support/desk-view.ts';
import { startDeskServer } from '../support/hall-server.ts';

const t = createTranslator('ca', 'staff');

/** For each picture of a desk: the desk's state, and the button whose dialog is open. */
const DESK_PICTURES: Readonly<Record<string, readonly [state: string, opens?: string]>> = {
  ...Object.fromEntries(Object.keys(DESK_STATES).map((state) => [state.replaceAll(' ', '-'), [state] as const])),
  transfer: ['serving', t('desk.do.transfer')],
  more: ['serving', t('desk.do.more')],
  pause: ['idle', t('desk.do.pause')],
  choose: ['idle', t('desk.do.choose')],
  'ask-help': ['serving', t('desk.alarm.button')],
};
/** Pictures for technicians and staff show a landscape panel, because it is the largest on a page of paper. */
const PANEL = PANELS.find(({ panelId }) => panelId === 'inch-15-landscape');
const DESK_WINDOW = { width: 1_366, height: 768 };
const SCALE = 0.6;

/** Tells whether the tests' screens, pages or desks have a picture of this name, such as `kiosk:idle`. */
export function isPicture(name: string): boolean {
  const [source, own = ''] = name.split(':');
  if (source === 'kiosk') return Object.hasOwn(SUBJECTS, own);
  if (source === 'page') return CANNED_PAGES.some((page) => page.name === own);
  return source === 'desk' && Object.hasOwn(DESK_PICTURES, own);
}

export async function takePictures(names: readonly string[], fileOf: (name: string) => string): Promise<void> {
  const of = (source: string) =>
    names.filter((name) => name.startsWith(`${source}:`)).map((name) => [name.slice(source.length + 1), fileOf(name)]);
  await takeKiosk(of('kiosk'));
  await takePages(of('page'));
  await takeDesk(of('desk'));
}

type Wanted = readonly (readonly string[])[];

async function takeKiosk(wanted: Wanted): Promise<void> {
  if (PANEL === undefined) throw new Error('no such panel');
  const screens = await openScreens();
  await screens.sizeTo(PANEL);
  for (const [screen = '', file = ''] of wanted) {
    const one = { screen, language: 'ca', textSize: 100, look: 'light', reach: false } as const;
    await screens.page.evaluate((subject) => window.watch.show(subject), subjectOf(one, PANEL));
    writeFileSync(file, await screens.picture({ scale: SCALE }));
  }
  await screens.close();
}

async function takePages(wanted: Wanted): Promise<void> {
  const pages = await openPages();
  for (const [name = '', path = ''] of wanted) {
    const canned = CANNED_PAGES.find((page) => page.name === name);
    if (canned === undefined) continue;
    await pages.show(canned, 'ca', 'screen');
    await pages.page.screenshot({ path });
  }
  await pages.close();
}

async function takeDesk(wanted: Wanted): Promise<void> {
  const [{ page, close }, server] = await Promise.all([openBrowser(), startDeskServer()]);
  await page.setViewportSize(DESK_WINDOW);
  server.confirm();
  for (const [name = '', path = ''] of wanted) {
    const [state = '', opens] = DESK_PICTURES[name] ?? [];
    server.tell(deskView(DESK_STATES[state]));
    await page.goto(server.address);
    await page.getByRole('button', { name: 'Català' }).click();
    await page.locator('.desk-mine').waitFor();
    if (opens !== undefined) await page.getByRole('button', { name: opens, exact: true }).click();
    await page.screenshot({ path });
  }
  await close();
  await server.close();
}
