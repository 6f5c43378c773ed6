import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { ask, type DemonstrationCentre, startDemonstrationCentre } from '../../build/demonstration-centre.ts';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { CentreTickets } from '../../src-main/contract/centre/administration.ts';
import { serviceDayOf } from '../../src-main/domain/service-day.ts';
import { citizen } from '../support/citizen.ts';
import { demonstrationOffice } from '../support/core-process.ts';
import { type Kiosk, launchKiosk, logOf } from '../support/electron.ts';
import { virtualProfile } from '../support/printing.ts';
import { technician } from '../support/technician.ts';

const PIN = '508263';
const END_PATIENCE_MS = 10_000;
let folder: string;
let dataDir: string;
let printer: VirtualPrinter;
let centre: DemonstrationCentre;
let kiosk: Kiosk;
let log: () => string;

const today = (): string => serviceDayOf(Date.now(), 'Europe/Madrid');

test.beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'torn-pairing-centre-'));
  dataDir = mkdtempSync(join(tmpdir(), 'torn-pairing-'));
  [printer, centre] = await Promise.all([
    startVirtualPrinter({ profile: virtualProfile }),
    startDemonstrationCentre(join(folder, 'centre')),
  ]);
  const profile: unknown = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const published = await ask(centre, '/offices/demonstration/profiles', { profile, effectiveFrom: '2026-01-01' });
  expect(published.status).toBe(201);
  kiosk = await launchKiosk({
    dataDir,
    profile: demonstrationOffice,
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    extraArgs: [`--centre=${centre.setting}`],
  });
  log = logOf(kiosk);
});
test.afterEach(async () => {
  await kiosk.close();
  await printer.close();
  await centre.program.end(END_PATIENCE_MS);
  for (const path of [folder, dataDir]) rmSync(path, { recursive: true, force: true });
});

test('a technician pairs the kiosk, a person at the centre confirms it, and its tickets arrive there', async () => {
  const { page } = kiosk;
  const person = technician(page);
  await citizen(page, 'ca').isAtFront();
  await person.knock();
  await person.choosePin(PIN);
  await page.getByRole('button', { name: person.t('do.pair'), exact: true }).click();
  const read = async (where: string) => ((await page.locator(where).textContent()) ?? '').replaceAll(' ', '');
  const code = await read('.pairing-code');
  const fingerprint = await read('.pairing-fingerprint');

  const place = { officeId: 'demonstration', slot: 1, name: "quiosc de l'entrada" };
  const confirm = async (compared: string) =>
    (await ask(centre, '/enrolments/confirm', { code, fingerprint: compared, ...place })).status;
  expect(await confirm(fingerprint.replaceAll(/./g, '0'))).toBe(409);
  expect(await confirm(fingerprint)).toBe(201);
  await expect(page.locator('.pairing-said')).toContainText(person.t('pairing.paired'));
  const starts = () => log().split('"event":"core-started"').length;
  const before = starts();
  await person.close();
  // The kiosk restarts after the pairing and once more for the centre's profile.
  await expect.poll(starts).toBe(before + 2);

  const walkIn = citizen(page, 'ca');
  await walkIn.isAtFront();
  await walkIn.openEntry();
  await walkIn.choose('Empadronament');
  await walkIn.sees(walkIn.t('takeTicket.title'));
  const label = await walkIn.label();
  const listed = async () => {
    const { answer } = await ask(centre, `/offices/demonstration/tickets?serviceDay=${today()}`);
    return CentreTickets.parse(answer).tickets.map((ticket) => [ticket.label, ticket.print]);
  };
  await expect.poll(listed).toEqual([[label, 'printed']]);
});
