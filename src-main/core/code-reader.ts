import { openLink } from '../../hardware/link/open.ts';
import type { TriggerPosition } from '../../hardware/scanner/contract.ts';
import { openScanner } from '../../hardware/scanner/driver.ts';
import type { ScannedCode } from '../application/read-codes.ts';
import { SCREENS, type ScreenName } from '../contract/kiosk/view-state.ts';
import type { ScannerCondition } from '../domain/device-conditions.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ScannerToOpen } from './office-choice.ts';
import { createTypedCodes } from './typed-codes.ts';

/** The reader of codes of this kiosk: one at a cable, one that types as a keyboard, or none. */
export interface CodeReader {
  isWedge: boolean;
  /** `null` in an office without one. */
  state(): ScannerCondition | null;
  /** Takes what was typed, `null` for a code that is still held before the reader; `null` for a reader that does not type. */
  readTyped: ((text: string) => ScannedCode | null) | null;
  /** A reader that can be switched off reads only while the kiosk uses codes. */
  follow(screen: ScreenName): void;
  /** Calls `onChange` when the reader's condition changes. */
  begin(onCode: (code: ScannedCode) => void, onChange: () => void): void;
  close(): Promise<void>;
}

export function openCodeReader(reader: ScannerToOpen | 'wedge' | null, clock: Clock, log: Log): CodeReader {
  const isWedge = reader === 'wedge';
  const scanner =
    reader === null || isWedge
      ? null
      : openScanner({ link: openLink(reader.setting.link), profile: reader.profile, clock });
  let wanted: TriggerPosition | null = null;
  return {
    isWedge,
    state: () => (isWedge ? 'wedge' : (scanner?.state() ?? null)),
    readTyped: isWedge ? createTypedCodes(clock, log) : null,
    follow(screen) {
      const position = SCREENS[screen].code === null ? 'off' : 'on';
      if (position === wanted) return;
      wanted = position;
      scanner?.trigger(position);
    },
    begin(onCode, onChange) {
      scanner?.onScan(onCode);
      scanner?.onState((state) => {
        log.event(`scanner-${state}`);
        onChange();
      });
      scanner?.onDrop((cause) => log.event('scanner-drop', { cause }));
    },
    close: () => scanner?.close() ?? Promise.resolve(),
  };
}
