import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Page, expect as usual } from '@playwright/test';
import { writeOfficeWithDesks } from '../../build/demonstration/desks.ts';
import { type CentreAccess, pairWith } from '../../build/demonstration-centre.ts';
import { provideFolder } from '../../build/electron-command.ts';
import { createTranslator } from '../../config/locales/staff-words.ts';
import type { VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { openPglite } from '../../src-central/database/pglite.ts';
import { PIN } from '../first-run/steps.ts';
import { type CentreProcess, startCentreProcess } from '../support/centre-process.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { freePort } from '../support/free-port.ts';
import { openOfficeBrowsers } from '../support/office-browsers.ts';
import { technician } from '../support/technician.ts';
import { touch } from '../support/touch.ts';
import { nextPaper, type Stage } from './stage.ts';

const CITY = 'terrassa';
const SERVICES = ['Empadronament', 'Registre i tràmits', 'Impostos i taxes'] as const;
const DESKS = ['taula-1', 'taula-2'] as const;
const LOOK_EVERY_MS = 200;
const t = createTranslator('ca', 'staff');

const expect = usual.configure({ timeout: 60_000 });

export interface DesksReport {
  /** The acts of clerks, such as a call, that the centre stores for each ticket number, with the count of each act. */
  turns: { number: string; acts: Record<string, number> }[];
  /** The numbers that were called while the centre was down. */
  withoutCentre: string[];
}

interface Centre extends CentreAccess {
  process: CentreProcess;
}

async function startCentre(folder: string, port: number): Promise<Centre> {
  const process = await startCentreProcess({ PORT: String(port), HOME: folder }, [
    '--data',
    join(folder, 'centre'),
    '--city',
    CITY,
  ]);
  const find = (pattern: RegExp): string =>
    process.said.findLast((line) => pattern.test(line))?.match(pattern)?.[1] ?? '';
  const keyId = () => find(/^The centre's key is ([\w-]{43}):/);
  await expect.poll(keyId).not.toBe('');
  const { url } = process;
  return {
    process,
    url,
    staffUrl: url,
    token: find(/^An access token .*: (\S+)$/),
    setting: `${url}/${CITY}#${keyId()}`,
  };
}

/**
 * Shows three citizens, two desks and a hall screen. The centre is killed after the first citizen has a number, and
 * started again after the last call. The office works on meanwhile, and the centre gets every event once.
 */
export async function showDesks(stage: Stage, printer: VirtualPrinter): Promise<DesksReport> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-demo-desks-'));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'data');
  provideFolder(dataDir);
  const [hubPort, centrePort] = [await freePort(), await freePort()];
  const profile = officeFile(folder, hubPort);
  let centre = await startCentre(folder, centrePort);
  try {
    await pairWith(centre, { dataFolder: dataDir, profileFile: profile, say: () => undefined });
    const kiosk = await launchKiosk({
      dataDir,
      profile,
      printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
      extraArgs: [`--centre=${centre.setting}`],
    });
    try {
      await citizen(kiosk.page, 'ca').isAtFront();
      const office = await openOffice(stage, kiosk, dataDir, hubPort);
      try {
        const numbers = [await takeNumber(stage, kiosk, printer, SERVICES[0])];
        await centre.process.stop('SIGKILL');
        for (const service of SERVICES.slice(1)) numbers.push(await takeNumber(stage, kiosk, printer, service));
        const withoutCentre = await serve(stage, office.pages);
        centre = await startCentre(folder, centrePort);
        await untilHeard(centre, numbers.length);
        await stage.picture({ page: office.hall }, 'hall-centre-is-back');
        await centre.process.stop();
        return { turns: await countedAtCentre(folder), withoutCentre };
      } finally {
        await office.close();
      }
    } finally {
      await kiosk.close();
    }
  } finally {
    await centre.process.stop('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

function officeFile(folder: string, port: number): string {
  const file = join(folder, 'office.json');
  const office: unknown = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  writeFileSync(file, JSON.stringify(Object.assign({}, office, { hub: { port } })));
  const withDesks = writeOfficeWithDesks(file, folder);
  chmodSync(withDesks, 0o644);
  return withDesks;
}

/** Opens browsers at both desks and in the hall, and pairs them as a technician does at the kiosk. */
async function openOffice(stage: Stage, kiosk: Kiosk, dataDir: string, port: number) {
  const { fingerprint256 } = new X509Certificate(readFileSync(join(dataDir, 'hub-certificate.pem')));
  const browsers = await openOfficeBrowsers(fingerprint256, [
    `https://localhost:${port}/desk/`,
    `https://127.0.0.1:${port}/desk/`,
    `https://localhost:${port}/hall/`,
  ]);
  const [one, other, hall] = browsers.pages;
  if (one === undefined || other === undefined || hall === undefined) throw new Error('no browsers');
  const person = technician(kiosk.page);
  await person.knock();
  await person.choosePin(PIN);
  await person.touches(person.t('header.technician-access'));
  await stage.picture({ page: hall }, 'hall-waits-with-its-code');
  for (const [at, page] of [one, other].entries()) {
    await page.getByRole('button', { name: 'Català' }).click();
    await touchCode(kiosk, await codeOf(page, '.desk-code'));
    await stage.picture(kiosk, `technician-lets-in-${DESKS[at]}`);
    await touchPart(kiosk, `Taula ${at + 1}`);
    await expect(page.locator('.desk-mine')).toBeVisible();
  }
  await touchCode(kiosk, await codeOf(hall, '.hall-code'));
  await expect(hall.locator('[data-notice="nobody"]')).toBeVisible();
  await stage.picture(kiosk, 'technician-let-in-desks-and-hall');
  await person.close();
  await citizen(kiosk.page, 'ca').isAtFront();
  return { pages: { one, other, hall }, hall, close: () => browsers.close() };
}

const codeOf = async (page: Page, where: string): Promise<string> => {
  await expect(page.locator(where)).toBeVisible();
  return ((await page.locator(where).textContent()) ?? '').replaceAll(/\s/g, '');
};

/** The screen shows a pairing code in two groups. */
const touchCode = (kiosk: Kiosk, code: string): Promise<void> =>
  touchPart(kiosk, `${code.slice(0, 3)} ${code.slice(3)}`);

const touchPart = ({ page }: Kiosk, name: string): Promise<void> =>
  touch(page.locator('.parts button').filter({ hasText: name }).first());

async function takeNumber(stage: Stage, kiosk: Kiosk, printer: VirtualPrinter, service: string): Promise<string> {
  const person = citizen(kiosk.page, 'ca');
  await person.openEntry();
  const paper = nextPaper(printer);
  await person.choose(service);
  await person.sees(person.t('takeTicket.title'));
  const number = await person.label();
  await stage.picture(kiosk, `citizen-has-${number}`);
  stage.keepPaper(await paper, number, `desks-${number}`);
  await person.finish();
  await person.isAtFront();
  return number;
}

/** Makes two desks call a number each, and one of them a third number. Resolves to the called numbers. */
async function serve(stage: Stage, { one, other, hall }: { one: Page; other: Page; hall: Page }): Promise<string[]> {
  const called: string[] = [];
  const call = async (desk: Page, name: string): Promise<void> => {
    await desk.keyboard.press('n');
    const number = desk.locator('.desk-number');
    await expect(number).toBeVisible();
    const text = (await number.textContent()) ?? '';
    called.push(text);
    await expect(hall.locator('.hall-now')).toContainText(text);
    await stage.picture({ page: desk }, `desk-${name}-calls-${text}`);
    await stage.picture({ page: hall }, `hall-${text}`);
  };
  const finish = async (desk: Page): Promise<void> => {
    await desk.keyboard.press('s');
    await expect(desk.getByText(t('desk.mine.serving'))).toBeVisible();
    await desk.keyboard.press('f');
    await expect(desk.locator('.desk-number')).not.toBeVisible();
  };
  await call(one, 'one');
  await call(other, 'two');
  await finish(one);
  await call(one, 'one');
  await finish(one);
  await finish(other);
  await stage.picture({ page: one }, 'desk-one-served-all');
  return called;
}

async function untilHeard({ url, token }: Centre, count: number): Promise<void> {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Madrid', dateStyle: 'short' });
  const served = async (): Promise<number> => {
    const path = `/offices/demonstration/tickets?serviceDay=${day.format(Date.now() - 4 * 3_600_000)}`;
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/v1/cities/${CITY}/admin${path}`, { headers });
    const { tickets } = (await response.json()) as { tickets: { state: string }[] };
    return tickets.filter(({ state }) => state === 'served').length;
  };
  await expect.poll(served, { timeout: 0, intervals: [LOOK_EVERY_MS] }).toBe(count);
}

/** Counts each act of a desk in the centre's database, so that an act that was stored twice is noticed. */
async function countedAtCentre(folder: string): Promise<DesksReport['turns']> {
  const database = await openPglite(join(folder, 'centre', 'database'));
  try {
    const rows = await database.query<{ label: string; act: string; count: number }>(
      `SELECT series || lpad(number::text, 3, '0') AS label, act, count(*)::int AS count
       FROM ticket_life JOIN ticket USING (city_id, ticket_id) GROUP BY 1, 2 ORDER BY 1, 2`,
    );
    return [...Map.groupBy(rows, ({ label }) => label)].map(([number, acts]) => ({
      number,
      acts: Object.fromEntries(acts.map(({ act, count }) => [act, count])),
    }));
  } finally {
    await database.close();
  }
}
