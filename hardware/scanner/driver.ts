import type { Link } from '../link/contract.ts';
import { followDevice } from '../link/device-state.ts';
import { createListeners } from '../link/listeners.ts';
import type { DropCause, ScannedCode, Scanner, TriggerAnswer, TriggerPosition } from './contract.ts';
import type { FramingEvent } from './framing.ts';
import { bytesOfHex, framingOf, type ScannerProfile } from './profile.ts';
import { beginReading, stepReading } from './reading.ts';

export interface ScannerClock {
  monotonicMs(): number;
  after(delayMs: number, action: () => void): () => void;
}

export interface ScannerOptions {
  /** The link is not started yet; the scanner starts and closes it. */
  link: Link;
  profile: ScannerProfile;
  clock: ScannerClock;
}

export function openScanner({ link, profile, clock }: ScannerOptions): Scanner {
  const framing = framingOf(profile);
  const scanListeners = createListeners<ScannedCode>();
  const dropListeners = createListeners<DropCause>();
  let reading = beginReading();
  let callOffWake = () => {};
  let wanted: TriggerPosition | null = null;

  const stopListening = link.onBytes((bytes) => feed({ kind: 'bytes', bytes, atMs: clock.monotonicMs() }));
  const device = followDevice(link, {
    opened() {
      if (wanted !== null) sendTrigger(wanted, link, profile);
    },
    lost: () => feed({ kind: 'unplugged' }),
  });
  link.start();

  function feed(event: FramingEvent): void {
    const step = stepReading(framing, reading, event);
    reading = step.state;
    callOffWake();
    callOffWake =
      step.wakeInMs === null
        ? () => {}
        : clock.after(step.wakeInMs, () => feed({ kind: 'woken', atMs: clock.monotonicMs() }));
    step.drops.forEach(dropListeners.tell);
    step.codes.forEach(scanListeners.tell);
  }

  return {
    state: device.state,
    onState: device.onState,
    onScan: scanListeners.add,
    onDrop: dropListeners.add,
    trigger(position) {
      wanted = position;
      return sendTrigger(position, link, profile);
    },
    async close() {
      stopListening();
      device.stop();
      callOffWake();
      await link.close();
    },
  };
}

function sendTrigger(position: TriggerPosition, link: Link, { trigger }: ScannerProfile): TriggerAnswer {
  if (trigger === null) return 'no-trigger';
  return link.send(bytesOfHex(position === 'on' ? trigger.onHex : trigger.offHex)) ? 'sent' : 'not-ready';
}
