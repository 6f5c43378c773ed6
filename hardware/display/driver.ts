import type { Link } from '../link/contract.ts';
import { followDevice } from '../link/device-state.ts';
import type { Display, ShownCall } from './contract.ts';
import { bytesOf, type DisplayCommand, type DisplayProfile, textOf } from './profile.ts';

export interface DisplayClock {
  monotonicMs(): number;
  after(delayMs: number, action: () => void): () => void;
}

export interface DisplayOptions {
  /** The link is not started yet; the display starts and closes it. */
  link: Link;
  profile: DisplayProfile;
  clock: DisplayClock;
}

/** The call to show. Until `newsUntilMs`, on the monotonic clock, the display announces it as new. */
interface Held {
  call: ShownCall;
  newsUntilMs: number;
}

/**
 * Drives one display or beacon over one link. The driver keeps the current call, so a display that reconnects shows this call and no
 * earlier call.
 */
export function openDisplay({ link, profile, clock }: DisplayOptions): Display {
  let held: Held | null = null;
  let callOff = () => {};

  const device = followDevice(link, { opened: say, lost: () => callOff() });
  link.start();

  /** Sends the command for the present call, and sends again when the call stops being new or the next repetition is due. */
  function say(): void {
    callOff();
    if (link.state().kind !== 'open') return;
    const newsMs = held === null ? 0 : held.newsUntilMs - clock.monotonicMs();
    const command: DisplayCommand = held === null ? 'blank' : newsMs > 0 ? 'news' : 'call';
    const text = held === null || profile.columns === null ? '' : textOf(profile.columns, held.call);
    link.dropUnsent();
    link.send(bytesOf(profile, command, text));
    callOff = clock.after(newsMs > 0 ? Math.min(newsMs, profile.againMs) : profile.againMs, say);
  }

  return {
    state: device.state,
    onState: device.onState,
    show(call) {
      if (isSame(held?.call ?? null, call)) return;
      held = call && { call, newsUntilMs: clock.monotonicMs() + profile.newsMs - call.ageMs };
      say();
    },
    async close() {
      held = null;
      say();
      callOff();
      device.stop();
      await link.close();
    },
  };
}

const isSame = (one: ShownCall | null, other: ShownCall | null): boolean =>
  one?.id === other?.id && one?.number === other?.number && one?.desk === other?.desk;
