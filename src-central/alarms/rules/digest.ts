import { z } from 'zod';
import { AlarmKind } from '../../../src-main/contract/centre/alarms.ts';
import { MOMENTS, rankOf } from './troubles.ts';

/** One line of a message: all troubles of one kind and cause at one office. The names are those of offices and kiosks, never of people. */
export const DigestLine = z.object({
  kind: AlarmKind,
  cause: z.string(),
  officeId: z.string().nullable(),
  office: z.string().nullable(),
  /** The names of the first kiosks; empty if the trouble concerns a whole office or the centre. */
  kiosks: z.array(z.string()),
  count: z.int().positive(),
  since: z.string(),
});
export type DigestLine = z.infer<typeof DigestLine>;

/** The content of a message as data; its sentences are made in the recipient's language. */
export const Digest = z.object({
  opened: z.array(DigestLine),
  ended: z.array(DigestLine),
  /** The number of alarms that have no line in this message, because there are too many. */
  openedMore: z.int().nonnegative(),
  endedMore: z.int().nonnegative(),
  /**
   * The number of alarms that began and ended before a message named them. Not counted: alarms that ended outside the hours in which the
   * rule sends messages, and alarms that a person acknowledged.
   */
  passed: z.int().nonnegative(),
  isTest: z.literal(true).optional(),
});
export type Digest = z.infer<typeof Digest>;

const MOST_LINES = 40;
const MOST_KIOSKS = 5;

export interface DueAlarm {
  alarmId: string;
  kind: AlarmKind;
  cause: string;
  officeId: string | null;
  kioskId: string | null;
  since: string;
  endedAt: string | null;
  messageAt: string | null;
  acknowledgedAt: string | null;
}

export interface Names {
  office(officeId: string): string;
  kiosk(kioskId: string): string;
}

const isMoment = ({ kind }: DueAlarm): boolean => MOMENTS.has(kind);
const hasPassed = (alarm: DueAlarm): boolean => alarm.messageAt === null && alarm.endedAt !== null && !isMoment(alarm);
const isOpening = (alarm: DueAlarm): boolean =>
  alarm.messageAt === null && alarm.acknowledgedAt === null && !hasPassed(alarm);

function cut(lines: readonly DigestLine[]): { lines: DigestLine[]; more: number } {
  const sorted = lines.toSorted(
    (a, b) => rankOf(a.kind) - rankOf(b.kind) || (a.officeId ?? '').localeCompare(b.officeId ?? ''),
  );
  const more = sorted.slice(MOST_LINES).reduce((sum, { count }) => sum + count, 0);
  return { lines: sorted.slice(0, MOST_LINES), more };
}

function joined(lines: readonly DigestLine[]): DigestLine[] {
  const alike = Map.groupBy(lines, ({ kind, cause, officeId }) => JSON.stringify([kind, cause, officeId]));
  return [...alike.values()].flatMap((those) => {
    const [first] = those;
    if (first === undefined) return [];
    return [
      {
        ...first,
        kiosks: [...new Set(those.flatMap(({ kiosks }) => kiosks))].slice(0, MOST_KIOSKS),
        count: those.reduce((sum, { count }) => sum + count, 0),
        since: those.map(({ since }) => since).sort()[0] ?? first.since,
      },
    ];
  });
}

function linesOf(alarms: readonly DueAlarm[], names: Names): { lines: DigestLine[]; more: number } {
  const lines = alarms.map(({ kind, cause, officeId, kioskId, since }) => ({
    kind,
    cause,
    officeId,
    since,
    count: 1,
    office: officeId === null ? null : names.office(officeId),
    kiosks: kioskId === null ? [] : [names.kiosk(kioskId)],
  }));
  return cut(joined(lines));
}

/**
 * Returns the next message of a rule. `null`: there is nothing to report. Left out: a trouble that a person acknowledged before its
 * message. `look.ts` has already removed troubles that ended outside the hours in which the rule sends messages.
 */
export function digestOf(alarms: readonly DueAlarm[], names: Names): Digest | null {
  const opened = linesOf(alarms.filter(isOpening), names);
  const ended = linesOf(
    alarms.filter(({ messageAt, endedAt }) => messageAt !== null && endedAt !== null),
    names,
  );
  const passed = alarms.filter((alarm) => hasPassed(alarm) && alarm.acknowledgedAt === null).length;
  if (opened.lines.length + ended.lines.length + passed === 0) return null;
  return {
    opened: opened.lines,
    openedMore: opened.more,
    ended: ended.lines,
    endedMore: ended.more,
    passed,
  };
}

export const openedIn = (alarms: readonly DueAlarm[]): string[] =>
  alarms.filter(isOpening).map(({ alarmId }) => alarmId);

/**
 * Returns the ids of the alarms that ended before any message named them. Outside the hours in which a rule sends messages, `look.ts` drops
 * these alarms.
 */
export const overUnheard = (alarms: readonly DueAlarm[]): string[] =>
  alarms.filter(hasPassed).map(({ alarmId }) => alarmId);

export function mergeDigests(digests: readonly Digest[]): Digest {
  const opened = cut(joined(digests.flatMap((digest) => digest.opened)));
  const ended = cut(joined(digests.flatMap((digest) => digest.ended)));
  const sum = (of: (digest: Digest) => number): number => digests.reduce((all, digest) => all + of(digest), 0);
  return {
    opened: opened.lines,
    openedMore: opened.more + sum(({ openedMore }) => openedMore),
    ended: ended.lines,
    endedMore: ended.more + sum(({ endedMore }) => endedMore),
    passed: sum(({ passed }) => passed),
  };
}
