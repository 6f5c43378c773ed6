import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualPrinter, type VirtualPrinter } from '../../hardware/simulator/virtual-printer.ts';
import { demonstrationOffice, startCoreProcess } from '../support/core-process.ts';
import { virtualProfile } from '../support/printing.ts';
import { laySerialLine } from '../support/serial-line.ts';
import { against, type Figure, percentile } from './figures.ts';
import { takeOne } from './ticket.ts';

const TICKETS = 20;
const WARM_UP = 3;
const OFFICE_SPEED_MM_PER_S = 150;
const FAST_MM_PER_S = 3_000;
const BAUD_RATE = 9_600;
const MM_PER_INCH = 25.4;
/** A ticket in Latin script with its QR code may take this long on a serial line of 9600 baud. */
const LONGEST_ON_WIRE_MS = 550;
const MOST_BYTES = 450;
const JOB_START = Buffer.from([0x1b, 0x40]);
const JOB_END = Buffer.from([0x1d, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30]);
const PROCESS_ID_BYTES = 4;

/**
 * Measures the time from a touch until a printer on TCP that moves paper at 150 mm/s confirms the ticket, against the
 * time that moving and cutting the paper alone takes. Then measures a ticket in Latin script with its QR code on a
 * serial line of 9600 baud: the time from its first byte at the printer to its last, and its size, against the bounds.
 */
export async function benchPrinting(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-'));
  try {
    return [await benchConfirmed(folder), ...(await benchSerial(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchConfirmed(folder: string): Promise<Figure> {
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: OFFICE_SPEED_MM_PER_S });
  const core = startCoreProcess({
    data: join(folder, 'confirmed'),
    printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
  });
  const confirmed: number[] = [];
  const floors: number[] = [];
  try {
    await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    for (let count = -WARM_UP; count < TICKETS; count += 1) {
      const { confirmedMs } = await takeOne(core, () => undefined);
      if (count < 0) continue;
      confirmed.push(confirmedMs);
      floors.push(floorMs(printer));
    }
  } finally {
    await core.stop();
    await printer.close();
  }
  return against('touch-to-confirmed-at-150-mm-per-s', 'ms', confirmed, percentile(floors, 0.5));
}

/** The milliseconds to move and cut the last paper. A virtual printer at half the speed of its profile also cuts half as fast. */
function floorMs({ papers }: VirtualPrinter): number {
  const { heightDots = 0 } = papers.at(-1) ?? {};
  const lengthMm = (heightDots * MM_PER_INCH) / virtualProfile.dpi;
  const cutMs = (virtualProfile.cutMs * virtualProfile.speedMmPerS) / OFFICE_SPEED_MM_PER_S;
  return (lengthMm / OFFICE_SPEED_MM_PER_S) * 1_000 + cutMs;
}

async function benchSerial(folder: string): Promise<Figure[]> {
  const line = await laySerialLine();
  const printer = await startVirtualPrinter({
    transport: { kind: 'pty', path: line.printerEnd },
    profile: virtualProfile,
    speedMmPerS: FAST_MM_PER_S,
    baudRate: BAUD_RATE,
  });
  const job = watchJobs(printer);
  const core = startCoreProcess({
    data: join(folder, 'serial'),
    profile: officeWithQr(folder),
    printer: `torn-virtual@serial:${line.hostEnd}?baud=${BAUD_RATE}`,
  });
  const onWire: number[] = [];
  const sizes: number[] = [];
  try {
    await core.waitFor('printer', ({ value }) => value.condition === 'ready');
    for (let count = -WARM_UP; count < TICKETS; count += 1) {
      await takeOne(core, () => undefined);
      if (printer.papers.at(-1)?.codes.length !== 1) throw new Error('the ticket has no QR code');
      if (count < 0) continue;
      onWire.push(job.lastMs());
      sizes.push(job.lastBytes());
    }
  } finally {
    await core.stop();
    await printer.close();
    await line.close();
  }
  return [
    against('latin-ticket-through-9600-baud', 'ms', onWire, LONGEST_ON_WIRE_MS),
    against('latin-ticket-size', 'bytes', sizes, MOST_BYTES),
  ];
}

function watchJobs(printer: VirtualPrinter): { lastMs(): number; lastBytes(): number } {
  let bytes = Buffer.alloc(0);
  let startedAt = 0;
  let last = { ms: Number.NaN, bytes: Number.NaN };
  printer.onReceive((piece) => {
    bytes = Buffer.concat([bytes, piece]);
    const start = bytes.indexOf(JOB_START);
    if (start < 0) return;
    if (startedAt === 0) startedAt = performance.now();
    const end = bytes.indexOf(JOB_END, start);
    const length = end + JOB_END.length + PROCESS_ID_BYTES - start;
    if (end < 0 || bytes.length - start < length) return;
    last = { ms: performance.now() - startedAt, bytes: length };
    bytes = bytes.subarray(start + length);
    startedAt = 0;
  });
  return { lastMs: () => last.ms, lastBytes: () => last.bytes };
}

/** The demonstration office with a page to follow a ticket, so that its tickets have a QR code. */
function officeWithQr(folder: string): string {
  const office: { ticket: object } = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const file = join(folder, 'office.json');
  const ticket = { ...office.ticket, followPage: 'https://exemple.cat/T' };
  writeFileSync(file, JSON.stringify({ ...office, ticket }));
  return file;
}
