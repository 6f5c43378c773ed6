import { daysBetween } from '../../config/locales/dates.ts';
import type { ClosureView } from '../../src-main/tickets/contract/ticket.ts';
import type { useWords } from '../speaking.ts';

type Reason = ClosureView['reason'];

/** The form of each reason's sentence: closed "until" a time, or "opens" at a time, usually on the next open day. */
const SAID_AS = {
  'opens-later': 'until',
  'closed-for-today': 'opens',
  eve: 'opens',
  'not-today': 'opens',
  holiday: 'opens',
  closure: 'opens',
  paused: 'until',
  breakdown: 'until',
  staff: 'until',
  meeting: 'until',
  emergency: 'until',
  full: 'until',
} as const satisfies Record<Reason, 'until' | 'opens'>;

/** A day at least this many days ahead is named with its date, because its weekday alone could mean today's. */
const DAYS_OF_A_WEEK = 7;

type Writing = Pick<ReturnType<typeof useWords>, 't' | 'time' | 'date'>;

export function closureSentence({ t, time, date }: Writing, { reason, until }: ClosureView, today: string): string {
  const why = t(`closure.reason.${reason}`);
  const saidAs = SAID_AS[reason];
  if (until === null) return t(`closure.${saidAs}.unknown`, { reason: why });
  const days = daysBetween(today, until.date);
  const when = { reason: why, time: time(until.time) };
  if (days <= 0) return t(`closure.${saidAs}.today`, when);
  if (days === 1) return t(`closure.${saidAs}.tomorrow`, when);
  return days < DAYS_OF_A_WEEK
    ? t(`closure.${saidAs}.day`, { ...when, day: date(until.date, 'day') })
    : t(`closure.${saidAs}.date`, { ...when, day: date(until.date, 'date') });
}
