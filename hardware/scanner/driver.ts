import type { Link, LinkState } from '../link/contract.ts';
import { STATE_OF_TROUBLE } from '../link/device-state.ts';
import type { DropCause, ScannedCode, Scanner, ScannerState, TriggerAnswer, TriggerPosition } from './contract.ts';
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

/** The state is `opening` until the link first opens or fails. */
export function openScanner({ link, profile, clock }: ScannerOptions): Scanner {
  const framing = framingOf(profile);
  const stateListeners = new Set<(state: ScannerState) => void>();
  const scanListeners = new Set<(code: ScannedCode) => void>();
  const dropListeners = new Set<(cause: DropCause) => void>();
  let state: ScannerState = 'opening';
  let reading = beginReading();
  let callOffWake = () => {};
  let wanted: TriggerPosition | null = null;

  const unsubscribe = [
    link.onBytes((bytes) => feed({ kind: 'bytes', bytes, atMs: clock.monotonicMs() })),
    link.onState(onLinkState),
  ];
  link.start();

  function feed(event: FramingEvent): void {
    const step = stepReading(framing, reading, event);
    reading = step.state;
    callOffWake();
    callOffWake =
      step.wakeInMs === null
        ? () => {}
        : clock.after(step.wakeInMs, () => feed({ kind: 'woken', atMs: clock.monotonicMs() }));
    for (const cause of step.drops) for (const listener of [...dropListeners]) listener(cause);
    for (const code of step.codes) for (const listener of [...scanListeners]) listener(code);
  }

  function onLinkState(next: LinkState): void {
    if (next.kind === 'open') {
      enter('ready');
      if (wanted !== null) sendTrigger(wanted, link, profile);
    } else if (next.kind === 'closed' && next.trouble !== null) {
      feed({ kind: 'unplugged' });
      enter(STATE_OF_TROUBLE[next.trouble]);
    }
  }

  function enter(next: ScannerState): void {
    if (next === state) return;
    state = next;
    for (const listener of [...stateListeners]) listener(next);
  }

  return {
    state: () => state,
    onState: (listener) => listen(stateListeners, listener),
    onScan: (listener) => listen(scanListeners, listener),
    onDrop: (listener) => listen(dropListeners, listener),
    trigger(position) {
      wanted = position;
      return sendTrigger(position, link, profile);
    },
    async close() {
      for (const stop of unsubscribe) stop();
      callOffWake();
      await link.close();
    },
  };
}

function sendTrigger(position: TriggerPosition, link: Link, { trigger }: ScannerProfile): TriggerAnswer {
  if (trigger === null) return 'no-trigger';
  return link.send(bytesOfHex(position === 'on' ? trigger.onHex : trigger.offHex)) ? 'sent' : 'not-ready';
}

function listen<T>(listeners: Set<(news: T) => void>, listener: (news: T) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
