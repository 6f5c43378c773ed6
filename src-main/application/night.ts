import type { TimeRange } from '../domain/opening-hours.ts';
import type { Office } from './office.ts';
import { isPristine, type Session } from './session.ts';

/** Whoever touched the closed screen has read it by then. */
export const LIT_AFTER_TOUCH_MS = 120_000;

/** Whether the screen of a closed office is dark now; `nowMs` is monotonic. */
export function isDark(session: Session, office: Pick<Office, 'profile' | 'now'>, nowMs: number): boolean {
  const { night } = office.profile.screen;
  if (night === null || !isWithin(office.now().time, night)) return false;
  return isPristine(session) && nowMs - session.quietSinceMs >= LIT_AFTER_TOUCH_MS;
}

/** `from` after `to` goes over midnight. */
const isWithin = (time: string, { from, to }: TimeRange): boolean =>
  from < to ? from <= time && time < to : from <= time || time < to;
