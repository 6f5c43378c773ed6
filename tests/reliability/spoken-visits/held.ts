import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVirtualPrinter } from '../../../hardware/simulator/virtual-printer.ts';
import { heldBy } from '../../screenshots/heap.ts';
import { captureSound } from '../../support/captured-sound.ts';
import { demonstrationOffice } from '../../support/core-process.ts';
import { launchKiosk } from '../../support/electron.ts';
import { virtualProfile } from '../../support/printing.ts';
import { listenIn, visit } from './walk.ts';

export interface SpokenVisits {
  /** The number of visits before the first measurement. */
  warm: number;
  all: number;
  /** The number of visits between two measurements. */
  every: number;
  /** Whether the page keeps every sound, as a planted leak. */
  isLeaking?: boolean;
  onReading?: (reading: Reading) => void;
}

export interface Reading {
  visits: number;
  pageBytes: number;
  nodes: number;
  coreBytes: number;
  /** The number of keys after which a busy machine played no sound, so that the repeat key was pressed. */
  silentKeys: number;
}

export interface Held {
  readings: Reading[];
  /** The sound or choice for which a simulated person waited in vain before leaving; `null`: all visits were completed. */
  unheard: string | null;
  broken: number;
  isGivenUp: boolean;
}

const MOST_PAGE_GROWN = 0.05;
/**
 * The core may grow by this many bytes, because it does not return free memory at once. Spread over 1,800 visits this is 6 KB per visit.
 */
const MOST_CORE_GROWN_BYTES = 10 * 1024 * 1024;

/** Runs visits with keypad and headset only, in one kiosk that is never restarted and one page that is never reloaded. */
export async function heldThroughSpokenVisits({
  warm,
  all,
  every,
  isLeaking = false,
  onReading = () => undefined,
}: SpokenVisits): Promise<Held> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-spoken-visits-'));
  const sound = captureSound({ isKept: false });
  const printer = await startVirtualPrinter({ profile: virtualProfile, speedMmPerS: 3_000 });
  const dataDir = join(folder, 'data');
  const held: Held = { readings: [], unheard: null, broken: 0, isGivenUp: false };
  try {
    const kiosk = await launchKiosk({
      dataDir,
      profile: quickOffice(folder),
      env: sound.env,
      folders: [sound.folder, folder],
      printer: `torn-virtual@tcp://127.0.0.1:${printer.port}`,
    });
    try {
      await kiosk.page.locator('[data-screen="idle"]').waitFor();
      await listenIn(kiosk.page, isLeaking);
      const cdp = await kiosk.page.context().newCDPSession(kiosk.page);
      for (let done = 0; done < all; ) {
        const next = done === 0 ? warm : Math.min(every, all - done);
        const { unheard, broken, isGivenUp, silentKeys } = await visit(kiosk.page, next);
        held.unheard = unheard ?? held.unheard;
        held.broken = broken;
        held.isGivenUp = isGivenUp;
        if (isGivenUp) return held;
        done += next;
        const { ownBytes, nodes } = await heldBy(cdp);
        const reading = {
          visits: done,
          pageBytes: ownBytes,
          nodes,
          coreBytes: residentOf(coreOf(dataDir)),
          silentKeys,
        };
        held.readings.push(reading);
        onReading(reading);
      }
      return held;
    } finally {
      await kiosk.close();
    }
  } finally {
    await printer.close();
    sound.forget();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function grownIn(readings: readonly Reading[]): ('page' | 'core')[] {
  const [warm, end] = [readings[0], readings.at(-1)];
  if (warm === undefined || end === undefined) return [];
  const grown: ('page' | 'core')[] = [];
  if (end.pageBytes / warm.pageBytes - 1 > MOST_PAGE_GROWN) grown.push('page');
  if (end.coreBytes - warm.coreBytes > MOST_CORE_GROWN_BYTES) grown.push('core');
  return grown;
}

/** Long limits in seconds, so that no session times out on a busy machine. */
const PATIENT = { quietSeconds: { step: 300, ticket: 300, number: 300, facade: 300 } };

function quickOffice(folder: string): string {
  const office: unknown = JSON.parse(readFileSync(demonstrationOffice, 'utf8'));
  const file = join(folder, 'office.json');
  const own = { speech: { keypad: 'every-action' }, touch: { guardMs: 200 }, waitingTimes: PATIENT };
  writeFileSync(file, JSON.stringify(Object.assign({}, office, own)), { mode: 0o644 });
  return file;
}

function coreOf(dataDir: string): string {
  const isCore = (id: string): boolean => {
    const words = wordsOf(id);
    return words.some((word) => word.endsWith('/core.js')) && words.some((word) => word.includes(dataDir));
  };
  // The last match is the core: a process that started it as a different user has the same arguments, but is older.
  const id = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .toSorted((one, other) => Number(one) - Number(other))
    .findLast(isCore);
  if (id === undefined) throw new Error('no core runs');
  return id;
}

function wordsOf(id: string): string[] {
  try {
    return readFileSync(join('/proc', id, 'cmdline'), 'utf8').split('\0');
  } catch {
    return [];
  }
}

function residentOf(id: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(join('/proc', id, 'status'), 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}
