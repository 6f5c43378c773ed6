import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { startVirtualScanner } from '../../hardware/simulator/virtual-scanner.ts';
import { bookingsOf, officeWithCheckIns } from '../support/booked-office.ts';
import { startWireCentre } from '../support/centre-at-the-wire.ts';
import { type CoreProcess, startCoreProcess } from '../support/core-process.ts';
import { enrolFolder } from '../support/enrolled-folder.ts';
import { virtualProfile } from '../support/printing.ts';
import { scannerProfile } from '../support/scanning.ts';
import { laySerialLine } from '../support/serial-line.ts';
import { against, type Figure, percentile } from './figures.ts';

const CHECK_INS = 40;
const WARM_UP = 3;
/** The number of appointments of today that the centre gives the kiosk. */
const HELD = 900;
const MINUTE_MS = 60_000;
const SPEED_MM_PER_S = 3_000;
/** Milliseconds from the scanner's last byte to the printer's first. */
const BOUND_MS = 300;
const JOB_START = Buffer.from([0x1b, 0x40]);

/**
 * Measures check-ins with the QR code of a confirmation while the centre cannot be reached, from the last byte of the
 * scanner (on a pty) to the first byte at the printer, against the bound.
 */
export async function benchCheckIn(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  const data = join(folder, 'data');
  const centre = await startWireCentre();
  const { book, feed } = bookingsOf('demonstration', centre.cityId, centre.key);
  const soon = Math.floor((Date.now() + 10 * MINUTE_MS) / 1_000) * 1_000;
  const booked = Array.from({ length: HELD }, (_, at) => book({ startMs: soon + (at % 15) * MINUTE_MS }));
  centre.feed = feed(booked, Date.now());
  await enrolFolder(data, centre);
  const line = await laySerialLine();
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: SPEED_MM_PER_S });
  const scanner = await startVirtualScanner({ path: line.printerEnd, profile: scannerProfile });
  const core = startCoreProcess({
    data,
    slot: null,
    profile: officeWithCheckIns(folder),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    args: [
      '--centre',
      `${centre.url}/${centre.cityId}`,
      '--scanner',
      `${scannerProfile.profileId}@serial:${line.hostEnd}?baud=115200`,
    ],
  });
  let firstByteAt = 0;
  printer.onReceive((bytes) => {
    if (firstByteAt === 0 && Buffer.from(bytes).includes(JOB_START)) firstByteAt = performance.now();
  });
  const times: number[] = [];
  try {
    await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    await core.waitFor('view', ({ value }) => value.view.screen === 'idle' && value.view.scans);
    await centre.until(() => centre.asked.includes('readChanges'));
    centre.intercept = () => 'cut';
    for (const [count, { qr }] of booked.slice(0, WARM_UP + CHECK_INS).entries()) {
      firstByteAt = 0;
      const out = core.waitForNext('view', ({ value }) => value.view.screen === 'take-ticket');
      await scanner.scan(qr);
      const scannedAt = performance.now();
      await out;
      if (count >= WARM_UP) times.push(firstByteAt - scannedAt);
      await finish(core);
    }
  } finally {
    await core.stop();
    await scanner.close();
    await printer.close();
    await line.close();
    await centre.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    against('last-scanned-byte-to-first-printed-byte', 'ms', times, BOUND_MS),
    against('the-slowest-of-them', 'ms', [percentile(times, 1)], BOUND_MS),
  ];
}

async function finish(core: CoreProcess): Promise<void> {
  const last = core.pushes.findLast((push) => push.push === 'view');
  if (last?.push !== 'view') throw new Error('nothing was shown');
  const { sessionId, stateNo } = last.value;
  const idle = core.waitForNext('view', ({ value }) => value.view.screen === 'idle');
  await core.call('finish', { stamp: { sessionId, stateNo } });
  await idle;
}
