import type { Scanner, TriggerPosition } from '../../../hardware/scanner/contract.ts';
import { openScanner } from '../../../hardware/scanner/driver.ts';
import { noticeCode, type RecentCodes } from '../../../hardware/scanner/repeats.ts';
import type { ScannerCondition } from '../../domain/device-conditions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { SCREENS, type Screen } from '../../session/contract/view-state.ts';
import { linkTo, type ScannerToOpen } from '../../technician/machine/proven-devices.ts';
import type { ScannedCode } from '../steps/read-codes.ts';

/** The kiosk's reader of QR codes: connected by cable, typing as a keyboard, or none. */
export interface CodeReader {
  isWedge: boolean;
  /** `null`: the office has no reader. */
  state(): ScannerCondition | null;
  /**
   * Parses text that the reader typed; returns `null` for a code that was already reported and is still in front of the reader. The member
   * itself is `null` if the reader does not type.
   */
  readTyped: ((text: string) => ScannedCode | null) | null;
  /** Switches the reader on for screens that use codes and off for others, if it has such a switch. */
  follow(view: Screen): void;
  begin(onCode: (code: ScannedCode) => void, onChange: () => void): void;
  /** Closes the device, so that a technician can test it; the reader's state is `not-there` meanwhile. */
  release(): Promise<void>;
  takeBack(): Promise<void>;
  take(device: ScannerToOpen): Promise<void>;
  close(): Promise<void>;
}

/**
 * Whether a screen uses codes. The network step of the first set-up uses them while the centre can be set, because a code may contain a
 * note about the centre.
 */
const readsCodes = (view: Screen): boolean =>
  SCREENS[view.screen].code !== null ||
  (view.screen === 'technician-first-run' && view.step.at === 'network' && view.step.centre.canBeSet);

export function openCodeReader(
  reader: ScannerToOpen | 'wedge' | null,
  root: string,
  clock: Clock,
  log: Log,
): CodeReader {
  const isWedge = reader === 'wedge';
  let scanner: Scanner | null = null;
  let last: ScannerToOpen | null = null;
  let wanted: TriggerPosition | null = null;
  let listeners: { onCode: (code: ScannedCode) => void; onChange: () => void } | null = null;

  function listen(): void {
    if (scanner === null || listeners === null) return;
    const { onCode, onChange } = listeners;
    scanner.onScan(onCode);
    scanner.onState((state) => {
      log.event(`scanner-${state}`);
      onChange();
    });
    scanner.onDrop((cause) => log.event('scanner-drop', { cause }));
    if (wanted !== null) scanner.trigger(wanted);
  }

  function open(device: ScannerToOpen): void {
    last = device;
    scanner = openScanner({ link: linkTo(device, root), profile: device.profile, clock });
    listen();
  }

  async function release(): Promise<void> {
    const given = scanner;
    scanner = null;
    await given?.close();
  }

  if (reader !== null && !isWedge) open(reader);
  return {
    isWedge,
    state: () => (isWedge ? 'wedge' : (scanner?.state() ?? (last === null ? null : 'not-there'))),
    readTyped: isWedge ? createTypedCodes(clock, log) : null,
    follow(view) {
      const position = readsCodes(view) ? 'on' : 'off';
      if (position === wanted) return;
      wanted = position;
      scanner?.trigger(position);
    },
    begin(onCode, onChange) {
      listeners = { onCode, onChange };
      listen();
    },
    release,
    async takeBack() {
      if (scanner === null && last !== null) open(last);
    },
    take: (device) => release().then(() => open(device)),
    close: release,
  };
}

/**
 * Reads codes that a scanner types as a keyboard and that the shell process passes on. Each code is reported once, as with a scanner on a
 * cable.
 */
function createTypedCodes(clock: Clock, log: Log): (text: string) => ScannedCode | null {
  let recent: RecentCodes = [];
  return (text) => {
    const bytes = new TextEncoder().encode(text);
    const noticed = noticeCode(recent, bytes, clock.monotonicMs());
    ({ recent } = noticed);
    if (!noticed.repeated) return { text, bytes };
    log.event('scanner-drop', { cause: 'repeated' });
    return null;
  };
}
