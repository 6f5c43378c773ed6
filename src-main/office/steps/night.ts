import { minuteOf } from '../../domain/opening-hours.ts';
import { isPristine, type Session } from '../../session/steps/session.ts';
import type { Office } from './office.ts';

export const LIT_AFTER_TOUCH_MS = 120_000;
/** The screen stays lit this long after closing, for citizens who come too late. */
const LIT_AFTER_CLOSING_MINUTES = 30;

type OfficeAtNight = Pick<Office, 'profile' | 'now' | 'hours'>;

/** Whether the screen of a closed office is dark now. `nowMs` is monotonic. */
export function isDark(session: Session, office: OfficeAtNight, nowMs: number): boolean {
  if (!isPristine(session) || nowMs - session.quietSinceMs < LIT_AFTER_TOUCH_MS) return false;
  const { darkFrom, darkTo } = office.profile.screen;
  const { time } = office.now();
  return darkFrom !== 'never' && isWithin(time, darkFrom, darkTo) && !hasJustClosed(office, time);
}

/** Whether `time` is within hours. If `from` is after `to`, the hours pass midnight; if both are equal, there are none. */
const isWithin = (time: string, from: string, to: string): boolean =>
  from <= to ? from <= time && time < to : from <= time || time < to;

const hasJustClosed = (office: OfficeAtNight, time: string): boolean =>
  office.hours().today.some(({ to }) => {
    const since = minuteOf(time) - minuteOf(to);
    return since >= 0 && since < LIT_AFTER_CLOSING_MINUTES;
  });
