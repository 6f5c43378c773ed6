import type { WarningAbout } from '../contract/kiosk/screens/parts.ts';
import { SCREENS, type ViewState } from '../contract/kiosk/view-state.ts';
import type { Wait } from '../contract/shared/waiting-times.ts';
import { hasSettings, isPristine, type Place, rowOf, type Session, type Waiting } from './session.ts';

/**
 * When a session is cleared that nobody touches, as a pure rule. It warns first, for as long as the office says from the moment that the
 * warning is shown, however late the clock ticks; without a warning nothing is cleared. "More time" starts the waiting time again, up to
 * `MOST_EXTENSIONS` times in a row; after that only something done does, so that a bag on the panel keeps nobody's choices on the screen.
 */

/** WCAG 2.2.1: at least ten times. */
export const MOST_EXTENSIONS = 10;

/** A screen or a warning is heard within this, at a slow speed; whoever reads on is there. */
const READ_ALOUD_MS = 15_000;

/** A warning is drawn, and its first tone heard, within this: only then its seconds begin. */
const SHOWN_WITHIN_MS = 1_000;

/** Somebody is still there: answers a warning while the person may ask for more time. */
export function stayedAt({ warnedSinceMs, extensions }: Waiting, nowMs: number): Waiting | null {
  if (warnedSinceMs === null) return { quietSinceMs: nowMs, warnedSinceMs, extensions };
  if (extensions >= MOST_EXTENSIONS) return null;
  return { quietSinceMs: nowMs, warnedSinceMs: null, extensions: extensions + 1 };
}

const readAloudMsOf = ({ speech }: Session): number => (speech.mode === 'off' ? 0 : READ_ALOUD_MS);
/** Whoever is told that it ends hears it first. */
const warningSecondsOf = (session: Session): number =>
  session.lasting.times.warningSeconds + readAloudMsOf(session) / 1_000;

interface TimeLimits {
  readonly quietMs: number;
  /** What reading the screen aloud takes, before anybody is expected to touch it, and the warning itself once more. */
  readonly readAloudMs: number;
  readonly warnMs: number;
}

/** Who was told to wait for somebody touches nothing: as long as an answer is hoped for. */
const HELP_QUIET_MS = 120_000;

/** What is waited for here; `null` where no touch is, and something else ends it. */
function waitOf({ place, overlay }: Session): Wait | null {
  return overlay === null ? rowOf(place).time : SCREENS[overlay].time;
}

function limitsOf(session: Session): TimeLimits | null {
  const wait = waitOf(session);
  if (wait === null || isPristine(session)) return null;
  const { quietSeconds } = session.lasting.times;
  const waitsForHelp = session.overlay === 'help' && session.help !== null;
  return {
    quietMs: Math.max(quietSeconds[wait] * 1_000, waitsForHelp ? HELP_QUIET_MS : 0),
    readAloudMs: readAloudMsOf(session),
    warnMs: warningSecondsOf(session) * 1_000,
  };
}

/**
 * The session as the clock goes on: as it was, warned, or over (`null`). `heldMs`: how long something on the screen is still waited for that
 * comes from elsewhere; the quiet time counts from its end, which may come sooner than it was said.
 */
export function tickedAt(before: Session, nowMs: number, heldMs: number): Session | null {
  if (heldMs > 0) return { ...before, quietSinceMs: nowMs + heldMs, warnedSinceMs: null };
  const session = before.quietSinceMs > nowMs ? { ...before, quietSinceMs: nowMs } : before;
  const leftMs = closesInMs(session, nowMs);
  const limits = limitsOf(session);
  if (leftMs === null || limits === null) return session;
  if (session.warnedSinceMs !== null) return leftMs === 0 ? null : session;
  return leftMs <= limits.warnMs ? { ...session, warnedSinceMs: nowMs } : session;
}

/** Until the session is cleared without a touch; `null` where nothing is waited for. */
export function closesInMs(session: Session, nowMs: number): number | null {
  const limits = limitsOf(session);
  if (limits === null) return null;
  const warnedMs = session.warnedSinceMs ?? session.quietSinceMs + limits.quietMs + limits.readAloudMs;
  const shownMs = session.warnedSinceMs === null ? 0 : SHOWN_WITHIN_MS;
  return Math.max(0, warnedMs + shownMs + limits.warnMs - nowMs);
}

/** What the screen says while the warning stands; otherwise `null`. */
export function warningOf(session: Session, nowMs: number): ViewState['warning'] {
  const leftMs = closesInMs(session, nowMs);
  if (session.warnedSinceMs === null || leftMs === null) return null;
  const { chimePercent } = session.lasting.times;
  const warningSeconds = warningSecondsOf(session);
  return {
    endsInSeconds: Math.min(warningSeconds, Math.ceil(leftMs / 1_000)),
    ofSeconds: warningSeconds,
    extensionsLeft: MOST_EXTENSIONS - session.extensions,
    about: aboutOf(session),
    numberStands: session.overlay === null && holdsNumber(session.place),
    chimePercent,
  };
}

/** What goes when the session is cleared, and what stays. */
function aboutOf(session: Session): WarningAbout {
  const { place } = session;
  if (place.at === 'idle' && !hasSettings(session)) return 'start';
  if (place.at === 'services' && place.purpose !== null) return 'check-in';
  if ('result' in place && holdsNumber(place)) return 'number';
  if (place.at === 'attendance-proof' && place.paper !== 'out') return 'start';
  return SCREENS[place.at].loses;
}

/** Whether its screen shows a number that somebody may still have to note. */
function holdsNumber(place: Place): boolean {
  if ('result' in place) return place.result.ticket !== null;
  return 'ticket' in place || place.at === 'attendance-proof';
}
