import { randomBytes } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CentreStatus } from '../../centre/contract/centre-status.ts';
import type { Centre } from '../../centre/ports/centre.ts';
import type { CodeReader } from '../../check-in/machine/code-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Speech } from '../../speech/ports/speech.ts';
import type { PrinterWatch } from '../../tickets/steps/printer-watch.ts';
import type { SelfTest, StoreCare } from '../ports/machine.ts';
import { BOOT_MENUS, type BootMenu } from '../rules/self-test.ts';
import { createSelfTest, type SelfTestMeasures } from '../steps/self-test.ts';

export interface SelfTestParts {
  root: string;
  dataDir: string;
  care: StoreCare;
  slot: number | null;
  printers: PrinterWatch;
  reader: CodeReader;
  centre: Pick<Centre, 'status' | 'tryNow' | 'isAsking'>;
  speech: Pick<Speech, 'fault'>;
  clock: Clock;
  log: Log;
}

/** Result file of a script that runs as root, because only root can read the boot loader's files. */
const BOOT_MENU = 'run/torn-boot/menu';
const FILE = 'self-test';
const BYTES = 4_096;
/** Longest wait for an answer of the centre. */
const CENTRE_WAIT_MS = 5_000;
const LOOK_EVERY_MS = 100;

export function openSelfTest(parts: SelfTestParts): SelfTest {
  const { root, dataDir, care, slot, printers, reader, centre, speech, clock, log } = parts;
  return createSelfTest({
    clock,
    log,
    async measure(asks): Promise<SelfTestMeasures> {
      const [wroteMs, hasAnswered] = await Promise.all([
        writeAndRead(dataDir, clock),
        asks ? askCentre(centre, clock) : true,
      ]);
      const rows = printers.report();
      return {
        disk: { wroteMs, freeBytes: care.freeBytes(), leastFreeBytes: care.leastFreeBytes },
        slot,
        finding: care.finding,
        careTrouble: care.trouble(),
        printers: rows.ok ? rows.value.map(({ condition }) => condition) : [],
        scanner: reader.state(),
        centre: hasAnswered ? centre.status() : unanswered(centre.status()),
        speech: speech.fault(),
        bootMenu: await readBootMenu(root),
      };
    },
  });
}

/** Milliseconds that the disk takes to write some bytes durably and read them again; `null` if it fails. */
async function writeAndRead(folder: string, clock: Pick<Clock, 'monotonicMs'>): Promise<number | null> {
  const path = join(folder, FILE);
  const bytes = randomBytes(BYTES);
  const startMs = clock.monotonicMs();
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.write(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    const isSame = bytes.equals(await readFile(path));
    await rm(path, { force: true });
    return isSame ? clock.monotonicMs() - startMs : null;
  } catch {
    // The self-test only shows that the disk failed; the ticket store reports the reason.
    return null;
  }
}

async function readBootMenu(root: string): Promise<BootMenu> {
  const said = await readFile(join(root, BOOT_MENU), 'utf8').catch(() => '');
  return BOOT_MENUS.find((word) => word === said.trim()) ?? 'unknown';
}

/**
 * Asks a paired kiosk's centre now. `false`: a request is under way and has no answer after `CENTRE_WAIT_MS`. `true` also if no request
 * leaves the kiosk, for example before the restart that follows a pairing.
 */
function askCentre(centre: SelfTestParts['centre'], clock: Clock): Promise<boolean> {
  const before = centre.status();
  if (before.state !== 'paired') return Promise.resolve(true);
  centre.tryNow();
  const endMs = clock.monotonicMs() + CENTRE_WAIT_MS;
  const hasAnswered = (): boolean => centre.status().lastContactMs !== before.lastContactMs;
  return new Promise((resolve) => {
    const look = () => {
      // The trouble of an earlier request is shown until this request has ended.
      if (hasAnswered() && !centre.isAsking()) resolve(true);
      else if (clock.monotonicMs() >= endMs) resolve(hasAnswered() || !centre.isAsking());
      else clock.after(LOOK_EVERY_MS, look);
    };
    look();
  });
}

/** A network that swallows packets shows no trouble before the request's own time limit, which is longer than the test. */
const unanswered = (status: CentreStatus): CentreStatus =>
  status.state === 'paired' && status.trouble === null ? { ...status, trouble: 'central-unreachable' } : status;
