import type { CentreStatus } from '../../centre/contract/centre-status.ts';
import {
  isScannerFault,
  PRINTER_CONDITION,
  type PrinterCondition,
  type ScannerCondition,
} from '../../domain/device-conditions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { EVENT_CATALOGUE, type EventKind, type StoreFinding } from '../../session/contract/event-catalogue.ts';
import type { SpeechFaultKind } from '../../speech/rules/speech.ts';
import type { SelfTest, SelfTestRow, StoreCare } from '../ports/machine.ts';
import { type BootMenu, SELF_TEST_PARTS, type SelfTestPart } from '../rules/self-test.ts';
import { CLOCK_OFF_MS, levelOf } from '../view/technician-pages.ts';

/**
 * The measurements of a self-test. `scanner`: `null` if the office has none. `clockOffsetMs`: `null` if there is no centre to compare with,
 * or it has not answered.
 */
export interface SelfTestMeasures {
  disk: { wroteMs: number | null; freeBytes: number | null; leastFreeBytes: number };
  slot: number | null;
  finding: StoreFinding;
  careTrouble: ReturnType<StoreCare['trouble']>;
  printers: readonly PrinterCondition[];
  scanner: ScannerCondition | null;
  centre: Pick<CentreStatus, 'state' | 'trouble' | 'deadLetters' | 'clockOffsetMs'>;
  speech: SpeechFaultKind | null;
  bootMenu: BootMenu;
}

/** A disk that takes longer is failing: a healthy disk writes some kilobytes durably in tens of milliseconds. */
const SLOW_DISK_MS = 2_000;

type Says = SelfTestRow['says'];
const isKind = (says: Says): says is EventKind => Object.hasOwn(EVENT_CATALOGUE, says);

const JUDGES: { readonly [P in SelfTestPart]: (measures: SelfTestMeasures) => Says } = {
  disk({ disk: { wroteMs, freeBytes, leastFreeBytes } }) {
    if (wroteMs === null || freeBytes === null) return 'store-failed';
    if (freeBytes < leastFreeBytes) return 'disk-low';
    return wroteMs > SLOW_DISK_MS ? 'disk-slow' : 'good';
  },
  copies({ slot, finding, careTrouble }) {
    if (slot === null) return 'no-slot';
    if (careTrouble !== null) return careTrouble;
    return levelOf(finding) === 'good' ? 'good' : finding;
  },
  printer({ printers }) {
    if (printers.length === 0) return 'no-printer';
    const stopped = printers.find((condition) => !PRINTER_CONDITION[condition].prints);
    const worst = stopped ?? printers.find((condition) => condition !== 'ready') ?? 'ready';
    return worst === 'ready' ? 'good' : worst;
  },
  scanner({ scanner }) {
    if (scanner === null) return 'no-scanner';
    return isScannerFault(scanner) || scanner === 'opening' ? `scanner-${scanner}` : 'good';
  },
  network({ centre: { state, trouble, deadLetters } }) {
    if (state === 'none') return 'stands-alone';
    if (state === 'revoked') return trouble === 'kiosk-replaced' ? trouble : 'kiosk-revoked';
    if (trouble !== null) return trouble;
    if (state !== 'paired') return 'not-paired';
    return deadLetters > 0 ? 'dead-letters' : 'good';
  },
  clock({ centre: { clockOffsetMs } }) {
    if (clockOffsetMs === null) return 'no-other-clock';
    return Math.abs(clockOffsetMs) >= CLOCK_OFF_MS ? 'clock-off' : 'good';
  },
  sound: ({ speech }) => speech ?? 'good',
  start({ bootMenu }) {
    if (bootMenu === 'unknown') return 'start-unknown';
    return bootMenu === 'open' ? 'boot-menu-open' : 'good';
  },
};

export function judgeSelfTest(measures: SelfTestMeasures): SelfTestRow[] {
  return SELF_TEST_PARTS.map((part) => {
    const says = JUDGES[part](measures);
    return { part, says, level: isKind(says) ? levelOf(says) : 'good' };
  });
}

interface SelfTestContext {
  /** `asks`: also contacts the centre now. Never rejects. */
  measure(asks: boolean): Promise<SelfTestMeasures>;
  clock: Pick<Clock, 'wallMs'>;
  log: Log;
}

export function createSelfTest({ measure, clock, log }: SelfTestContext): SelfTest {
  const listeners = new Set<() => void>();
  let isRunning = false;
  let last: ReturnType<SelfTest['last']> = null;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  async function test(asks: boolean): Promise<void> {
    const rows = judgeSelfTest(await measure(asks));
    last = { rows, atMs: clock.wallMs() };
    isRunning = false;
    const bad = rows.filter(({ level }) => level !== 'good').map(({ part, says }) => `${part}: ${says}`);
    if (bad.length === 0) log.event('self-test-passed');
    else log.event('self-test-failed', { found: bad.join(', ') });
    tell();
  }

  return {
    last: () => last,
    isRunning: () => isRunning,
    run(asks) {
      if (isRunning) return;
      isRunning = true;
      tell();
      void test(asks);
    },
    onChange: (listener) => void listeners.add(listener),
  };
}
