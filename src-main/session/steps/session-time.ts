import type { WarningAbout } from '../contract/parts.ts';
import { SCREENS, type ViewState } from '../contract/view-state.ts';
import { hasSettings, isPristine, type Place, rowOf, type Session, type Waiting } from './session.ts';

/**
 * Decides when an untouched session is cleared, as a pure rule. A warning comes first. It lasts the office's number of seconds from the
 * moment at which it is shown, even if a tick comes late. "More time" restarts the time until the warning, up to `MOST_EXTENSIONS` times in
 * a row. After that only another touch restarts it, so that a bag on the panel does not keep a citizen's choices on the screen.
 */

export const MOST_EXTENSIONS = 10;

/** A screen or a warning is read aloud within this time, even at a slow speed. */
const READ_ALOUD_MS = 15_000;

/** A warning is drawn and its first tone heard within this time; the seconds of the warning begin afterwards. */
const SHOWN_WITHIN_MS = 1_000;

/** Restarts the time until the warning; `null` if no extension is left. */
export function stayedAt({ warnedSinceMs, extensions }: Waiting, nowMs: number): Waiting | null {
  if (warnedSinceMs === null) return { quietSinceMs: nowMs, warnedSinceMs, extensions };
  if (extensions >= MOST_EXTENSIONS) return null;
  return { quietSinceMs: nowMs, warnedSinceMs: null, extensions: extensions + 1 };
}

const readAloudMsOf = ({ speech }: Session): number => (speech.mode === 'off' ? 0 : READ_ALOUD_MS);
/** Duration of the warning in seconds. With speech it lasts longer, because the warning is read aloud first. */
const warningSecondsOf = (session: Session): number =>
  session.lasting.times.warningSeconds + readAloudMsOf(session) / 1_000;

interface TimeLimits {
  readonly quietMs: number;
  /** Extra milliseconds in which the screen is read aloud, before a touch is expected. */
  readonly readAloudMs: number;
  readonly warnMs: number;
}

/** Time until the warning for a citizen who has called for help: they need not touch the screen while a clerk may answer. */
const HELP_QUIET_MS = 120_000;

/**
 * Returns the time limits of the shown screen; `null` if it waits for no touch, or if the citizen has changed nothing on the start screen.
 */
function limitsOf(session: Session): TimeLimits | null {
  const { place, overlay, help, lasting } = session;
  const { time: wait } = overlay === null ? rowOf(place) : SCREENS[overlay];
  if (wait === null || isPristine(session)) return null;
  const waitsForHelp = overlay === 'help' && help !== null;
  return {
    quietMs: Math.max(lasting.times.quietSeconds[wait] * 1_000, waitsForHelp ? HELP_QUIET_MS : 0),
    readAloudMs: readAloudMsOf(session),
    warnMs: warningSecondsOf(session) * 1_000,
  };
}

/**
 * The session after the clock has ticked: unchanged, warned, or over (`null`). `heldMs`: how long the screen still waits for something
 * other than a touch, such as the confirmation of a pairing code at the centre; the untouched time counts from the end of that wait.
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

/** Milliseconds until an untouched session is cleared; `null` if it has no time limit (`limitsOf`). */
export function closesInMs(session: Session, nowMs: number): number | null {
  const limits = limitsOf(session);
  if (limits === null) return null;
  const warnedMs = session.warnedSinceMs ?? session.quietSinceMs + limits.quietMs + limits.readAloudMs;
  const shownMs = session.warnedSinceMs === null ? 0 : SHOWN_WITHIN_MS;
  return Math.max(0, warnedMs + shownMs + limits.warnMs - nowMs);
}

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

/** The loss that the warning names. */
function aboutOf(session: Session): WarningAbout {
  const { place } = session;
  if (place.at === 'idle' && !hasSettings(session)) return 'start';
  if (place.at === 'services' && place.purpose !== null) return 'check-in';
  if ('result' in place && holdsNumber(place)) return 'number';
  if (place.at === 'attendance-proof' && place.paper !== 'out') return 'start';
  return SCREENS[place.at].loses;
}

function holdsNumber(place: Place): boolean {
  if ('result' in place) return place.result.ticket !== null;
  return 'ticket' in place || place.at === 'attendance-proof' || place.at === 'booked';
}
