import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { provideFolder } from '../../build/electron-command.ts';
import { repositoryRoot } from '../../build/runtime.ts';
import { ScannerProfile } from '../../hardware/scanner/profile.ts';
import type { VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { startVirtualScanner } from '../../hardware/simulator/virtual-scanner.ts';
import type { ShownResult } from '../../src-main/check-in/contract/check-in.ts';
import type { Language } from '../../src-main/contract/shared/languages.ts';
import { bookingsOf, officeWithCheckIns } from '../support/booked-office.ts';
import { startWireCentre } from '../support/centre-at-the-wire.ts';
import { citizen } from '../support/citizen.ts';
import { type Kiosk, launchKiosk } from '../support/electron.ts';
import { enrolFolder } from '../support/enrolled-folder.ts';
import { laySerialLine } from '../support/serial-line.ts';
import { touch } from '../support/touch.ts';
import { nextPaper, type Stage } from './stage.ts';

interface CheckInReport {
  language: Language;
  method: 'code' | 'locator' | 'document';
  result: 'checked-in' | ShownResult;
  paper: string | null;
}

export interface CheckInsReport {
  visits: CheckInReport[];
  /** The number of check-ins that reached the centre after the network was restored. */
  heard: number;
}

const SCANNER = 'generic-cr-silence';
const MINUTE_MS = 60_000;
/** The digits of the published sample DNI, with which no appointment is booked. */
const SAMPLE_DNI_DIGITS = '12345678';

/** Shows the check-ins of five people with an appointment, in three languages. The network is down during the first check-in. */
export async function showCheckIns(stage: Stage, printer: VirtualPrinter): Promise<CheckInsReport> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-demo-check-ins-'));
  // If root runs this program, Electron reads the profile as another user, and that user must be able to enter the folder.
  chmodSync(folder, 0o755);
  const dataDir = join(folder, 'data');
  provideFolder(dataDir);
  const centre = await startWireCentre();
  const line = await laySerialLine();
  const device = realpathSync(line.hostEnd);
  chmodSync(device, 0o666);
  const scanner = await startVirtualScanner({
    path: line.printerEnd,
    profile: ScannerProfile.parse(
      JSON.parse(readFileSync(join(repositoryRoot, 'config', 'scanners', `${SCANNER}.json`), 'utf8')),
    ),
  });
  const ownOffice = bookingsOf('demonstration', centre.cityId, centre.key);
  const minutesFromNow = (minutes: number) => Math.floor(Date.now() / MINUTE_MS + minutes) * MINUTE_MS;
  const soon = ownOffice.book({ startMs: minutesFromNow(10) });
  const later = ownOffice.book({ startMs: minutesFromNow(90) });
  const elsewhere = bookingsOf('oac-dido', centre.cityId, centre.key).book({ startMs: minutesFromNow(20) });
  centre.feed = ownOffice.feed([soon, later], Date.now());
  await enrolFolder(dataDir, centre);
  const kiosk = await launchKiosk({
    dataDir,
    profile: officeWithCheckIns(folder, {
      centre: { url: centre.url, cityId: centre.cityId },
      scanner: { profileId: SCANNER, link: { kind: 'serial', path: device, baudRate: 115_200 } },
    }),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  try {
    await expect(kiosk.page.locator('.stripe')).toHaveText(citizen(kiosk.page, 'ca').t('idle.scan'));
    await centre.until(() => centre.asked.includes('readChanges'));
    const visits: CheckInReport[] = [];

    centre.intercept = () => 'cut';
    const first = visitor(kiosk, stage, 'ca');
    await stage.picture(kiosk, 'check-in-ca-idle');
    const paper = nextPaper(printer);
    await scanner.scan(soon.qr);
    await first.sees(first.t('arrived.title'));
    await stage.picture(kiosk, 'check-in-ca-arrived');
    const label = await first.label();
    stage.keepPaper(await paper, label, `check-in-ca-${label}`);
    await first.finish();
    await first.isAtFront();
    visits.push({ language: 'ca', method: 'code', result: 'checked-in', paper: label });
    centre.intercept = () => null;

    const second = await visitor(kiosk, stage, 'es').enter('locator');
    await second.type(later.locator);
    await stage.picture(kiosk, 'check-in-es-locator');
    await second.search();
    await second.isTold('too-early');
    await second.goOn(second.t('checkInResult.action.come-back'));
    await second.isAtFront();
    visits.push({ language: 'es', method: 'locator', result: 'too-early', paper: null });

    const third = visitor(kiosk, stage, 'en');
    await third.chooseLanguage();
    await scanner.scan(elsewhere.qr);
    await third.isTold('wrong-office');
    visits.push({ language: 'en', method: 'code', result: 'wrong-office', paper: await third.takesTurn(printer) });

    const fourth = await visitor(kiosk, stage, 'ca').enter('document');
    await fourth.choose('Empadronament');
    await fourth.type(SAMPLE_DNI_DIGITS);
    await stage.picture(kiosk, 'check-in-ca-document');
    const turn = nextPaper(printer);
    await fourth.goOn(fourth.t('documentKeypad.send'));
    await fourth.sees(fourth.t('takeTicket.title'));
    await stage.picture(kiosk, 'check-in-ca-turn');
    const given = await fourth.label();
    stage.keepPaper(await turn, given, `check-in-ca-${given}`);
    await fourth.finish();
    await fourth.isAtFront();
    visits.push({ language: 'ca', method: 'document', result: 'checked-in', paper: given });

    const fifth = visitor(kiosk, stage, 'es');
    await fifth.chooseLanguage();
    await scanner.scan(soon.qr);
    await fifth.isTold('already-checked-in');
    const again = nextPaper(printer);
    await fifth.goOn(fifth.t('checkInResult.action.reprint'));
    await fifth.sees(fifth.t('arrived.title'));
    stage.keepPaper(await again, label, `check-in-es-${label}`);
    await fifth.finish();
    await fifth.isAtFront();
    visits.push({ language: 'es', method: 'code', result: 'already-checked-in', paper: label });

    const checkedIn = () => centre.events.filter(({ event }) => event.type === 'appointment-checked-in');
    await centre.until(() => checkedIn().length > 0);
    return { visits, heard: checkedIn().length };
  } finally {
    await kiosk.close();
    await scanner.close();
    await line.close();
    await centre.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function visitor(kiosk: Kiosk, stage: Stage, language: Language) {
  const person = citizen(kiosk.page, language);
  const { t } = person;
  const self = {
    ...person,
    async enter(method: 'locator' | 'document') {
      if (language !== 'ca') await person.chooseLanguage();
      await person.openEntry('appointment');
      await person.sees(t('checkIn.title'));
      await stage.picture(kiosk, `check-in-${language}-ways`);
      await person.choose(t(`checkIn.method.${method}`));
      return self;
    },
    async type(text: string) {
      for (const character of text) await touch(kiosk.page.getByRole('button', { name: character, exact: true }));
    },
    search: () => person.choose(t('keys.search')),
    goOn: (name: string) => person.choose(name),
    async isTold(result: ShownResult) {
      await person.sees(t(`checkInResult.title.${result}`));
      await stage.picture(kiosk, `check-in-${language}-${result}`);
    },
    async takesTurn(printer: VirtualPrinter): Promise<string> {
      const paper = nextPaper(printer);
      await self.goOn(t('checkInResult.action.walk-in'));
      await person.sees(t('takeTicket.title'));
      const label = await person.label();
      stage.keepPaper(await paper, label, `check-in-${language}-${label}`);
      await person.finish();
      await person.isAtFront();
      return label;
    },
  };
  return self;
}
