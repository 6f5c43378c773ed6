import { HELP_COMING_MS, HELP_OPEN_MS } from '../../contract/shared/acknowledgement.ts';
import type { HelpEnd } from '../../contract/shared/events.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { DeskHelp } from '../contract/desk.ts';
import type { HelpSaid } from '../contract/kiosks.ts';
import { HUB_STALE_AFTER_S } from '../contract/pairing.ts';

/**
 * The kiosk's screen waits this long for a clerk's answer to a call for help; then it sends the citizen to the desk. The desks keep showing
 * the call.
 */
export const HELP_ANSWER_MS = 120_000;
/** A call ends this long after its kiosk cleared the screen for lack of touches, because the citizen may have left. */
const HELP_LEFT_MS = 3 * 60_000;
/** A clerk who answered a call that was then withdrawn still sees it for this long. */
const HELP_OVER_MS = 60_000;
/** A desk's page that has reported nothing for this long counts as closed. */
const SHOWS_MS = HUB_STALE_AFTER_S * 1_000;
/** A sibling kiosk sends its calls for help at least every two seconds; after this silence it counts as gone. */
const SIBLING_MS = 10_000;
/** A kiosk has one citizen at a time, so more calls than this are a fault. */
const MOST_CALLS = 20;

/** The desk whose clerk comes; `null` if the answer came from the staff's view or the centre. */
export type HelpAnswerer = string | null;

/** The state of a call made at this kiosk. Moments are milliseconds since 1970. */
export interface HelpStanding {
  /**
   * `heard`: a desk or the staff's view shows the call. `unanswered`: no answer came in time, or no page is open that shows the call and
   * the centre does not have it.
   */
  readonly state: 'asked' | 'heard' | 'coming' | 'unanswered';
  readonly askedAtMs: number;
  readonly heardAtMs: number | null;
  /** The desk that answered; `null` before an answer, and if the answer is not from a desk. */
  readonly deskId: HelpAnswerer;
}

export type HelpRefusal = { kind: 'help-over' | 'help-answered' };

/**
 * News for the centre about a call that it has received. `withdrawn`: the citizen ended the call; `left`: the screen was cleared for lack
 * of touches; `over`: the call's time is over.
 */
export type HelpNews = { readonly helpId: string } & (
  | { readonly kind: 'answered'; readonly deskId: HelpAnswerer }
  | { readonly kind: 'ended'; readonly end: HelpEnd }
);

/**
 * Calls for help at the office's kiosks, kept in memory only, because a restart of the program ends the session that asked. The kiosk at
 * which a call is made decides about it: the first answer that reaches that kiosk counts. A kiosk always sends its whole state, so messages
 * may arrive in any sequence.
 */
export interface HelpCalls {
  /** Begins a call at this kiosk. `atCentre`: the centre receives the call too. */
  ask(helpId: string, language: Language, atCentre: boolean): void;
  /** `null`: the call has ended or is unknown. */
  standing(helpId: string): HelpStanding | null;
  withdraw(helpId: string): void;
  /** The caller reports that the screen was cleared for lack of touches. */
  leave(helpId: string): void;
  isHeard(): boolean;
  staffLooks(looks: boolean): void;
  shown(page: string, helpIds: readonly string[], alarms?: PageAlarms): void;
  isOpen(deskId: string): boolean;
  alarmSeenBy(alarmId: string): readonly string[];
  isWithStaff(): boolean;
  closed(page: string): void;
  /** Calls as a desk sees them, the oldest first; `deskId` is `null` for the staff's view. */
  calls(deskId: HelpAnswerer): readonly HelpShown[];
  /** Records that a desk or the staff comes to the call. A repeated answer by the same desk changes nothing. */
  answer(helpId: string, by: HelpAnswerer): Result<null, HelpRefusal>;
  said(): HelpSaid;
  hear(pin: string, slot: number, said: HelpSaid): void;
  forget(pin: string): void;
  tick(): void;
  news(): HelpNews | null;
  newsKept(): void;
  onChange(listener: () => void): () => void;
}

export interface PageAlarms {
  readonly deskId: string | null;
  readonly alarmIds: readonly string[];
}

/** A call for help with the id of the answering desk; the desk's name comes from the office's profile. */
export type HelpShown = Omit<DeskHelp, 'coming'> & {
  readonly coming: { readonly deskId: HelpAnswerer; readonly isOwn: boolean } | null;
};

interface Answer {
  readonly deskId: HelpAnswerer;
  readonly atMs: number;
}

interface Call {
  readonly helpId: string;
  readonly language: Language;
  readonly askedMs: number;
  readonly leftMs: number | null;
  readonly overMs: number | null;
  readonly answer: Answer | null;
  readonly seenMs: number | null;
  readonly atCentre: boolean;
}

interface Sibling {
  readonly slot: number;
  readonly heardMs: number;
  readonly hears: boolean;
  readonly calls: readonly Call[];
  readonly desks: readonly string[];
  readonly hasStaff: boolean;
}

export interface HelpCallsParts {
  slot: number | null;
  clock: Clock;
  /** Id of this run of the program. Each change has a sequence number (`no`), which starts again with each run. */
  run: string;
}

export function createHelpCalls({ slot, clock, run }: HelpCallsParts): HelpCalls {
  const own = new Map<string, Call>();
  const siblings = new Map<string, Sibling>();
  const answers = new Map<string, Answer>();
  const pages = new Map<
    string,
    { readonly atMs: number; readonly helpIds: readonly string[]; readonly deskId: string | null }
  >();
  const alarmSeen = new Map<string, Set<string>>();
  const listeners = new Set<() => void>();
  const news: HelpNews[] = [];
  let isStaffHere = false;
  let no = 0;

  const now = (): number => clock.monotonicMs();
  function changed(): void {
    no += 1;
    for (const listener of [...listeners]) listener();
  }
  const pagesNow = () => [...pages.values()].filter(({ atMs }) => now() - atMs <= SHOWS_MS);
  const hearsHere = (): boolean => isStaffHere || pagesNow().length > 0;
  const siblingsNow = () => [...siblings.values()].filter(({ heardMs }) => now() - heardMs <= SIBLING_MS);
  const isHeard = (): boolean => hearsHere() || siblingsNow().some(({ hears }) => hears);
  const desksHere = (): string[] => [...new Set(pagesNow().flatMap(({ deskId }) => deskId ?? []))].toSorted();
  /** Returns true if one of `desks` shows the alarm for the first time. */
  function noteAlarm(alarmId: string, desks: readonly string[]): boolean {
    const known = alarmSeen.get(alarmId) ?? new Set();
    const before = known.size;
    for (const desk of desks) known.add(desk);
    if (known.size > 0) alarmSeen.set(alarmId, known);
    return known.size > before;
  }
  const toWall = (ms: number): number => clock.wallMs() - (now() - ms);

  function change(helpId: string, next: Partial<Call>): void {
    const before = own.get(helpId);
    if (before === undefined) return;
    own.set(helpId, { ...before, ...next });
    if (before.atCentre && next.answer) news.push({ kind: 'answered', helpId, deskId: next.answer.deskId });
    if (before.atCentre && typeof next.overMs === 'number') news.push({ kind: 'ended', helpId, end: 'withdrawn' });
    changed();
  }
  /** Ends a call and announces the end to the centre, unless the call was withdrawn, which has already been announced. */
  function end(helpId: string, { atCentre, overMs, leftMs }: Call): void {
    own.delete(helpId);
    if (atCentre && overMs === null) news.push({ kind: 'ended', helpId, end: leftMs === null ? 'over' : 'left' });
  }
  function noteSeen(helpIds: readonly string[]): void {
    for (const helpId of helpIds) {
      const call = own.get(helpId);
      if (call !== undefined && call.seenMs === null) change(helpId, { seenMs: now() });
    }
  }
  /** Returns the calls at all kiosks. An answer given here counts until the kiosk at which the call was made sends an answer. */
  const all = (): readonly (Call & { readonly slot: number | null })[] =>
    [
      ...[...own.values()].map((call) => ({ ...call, slot })),
      ...[...siblings.values()].flatMap((sibling) =>
        sibling.calls.map((call) => ({
          ...call,
          slot: sibling.slot,
          answer: call.answer ?? answers.get(call.helpId) ?? null,
        })),
      ),
    ].filter((call) => !isPast(call, now()));

  return {
    isHeard,
    ask(helpId, language, atCentre) {
      const asked = { helpId, language, atCentre, askedMs: now() };
      own.set(helpId, { ...asked, leftMs: null, overMs: null, answer: null, seenMs: isStaffHere ? now() : null });
      changed();
    },
    standing(helpId) {
      const call = own.get(helpId);
      if (call === undefined || call.overMs !== null || isPast(call, now())) return null;
      const { askedMs, seenMs, answer, atCentre } = call;
      const waits = now() - askedMs <= HELP_ANSWER_MS && (atCentre || isHeard());
      return {
        state: answer !== null ? 'coming' : waits ? (seenMs === null ? 'asked' : 'heard') : 'unanswered',
        askedAtMs: toWall(askedMs),
        heardAtMs: seenMs === null ? null : toWall(seenMs),
        deskId: answer?.deskId ?? null,
      };
    },
    withdraw(helpId) {
      if (own.get(helpId)?.overMs === null) change(helpId, { overMs: now() });
    },
    leave: (helpId) => change(helpId, { leftMs: now() }),
    staffLooks(looks) {
      if (looks === isStaffHere) return;
      isStaffHere = looks;
      if (looks) noteSeen([...own.keys()]);
      changed();
    },
    shown(page, helpIds, { deskId, alarmIds } = { deskId: null, alarmIds: [] }) {
      const before = pages.get(page);
      pages.set(page, { atMs: now(), helpIds, deskId });
      noteSeen(helpIds);
      const isNewAlarm = alarmIds.map((one) => noteAlarm(one, deskId === null ? [] : [deskId])).includes(true);
      if (before === undefined || before.helpIds.join() !== helpIds.join() || isNewAlarm) changed();
    },
    isOpen: (deskId) =>
      [desksHere(), ...siblingsNow().map(({ desks }) => desks)].some((desks) => desks.includes(deskId)),
    alarmSeenBy: (alarmId) => [...(alarmSeen.get(alarmId) ?? [])].toSorted(),
    isWithStaff: () => isStaffHere || siblingsNow().some(({ hasStaff }) => hasStaff),
    closed(page) {
      if (pages.delete(page)) changed();
    },
    calls: (deskId) =>
      all()
        .toSorted((one, other) => one.askedMs - other.askedMs)
        .map(({ helpId, slot: of, language, askedMs, leftMs, overMs, answer }) => ({
          helpId,
          slot: of,
          language,
          askedAtMs: toWall(askedMs),
          isLeft: leftMs !== null,
          isOver: overMs !== null,
          coming: answer === null ? null : { deskId: answer.deskId, isOwn: answer.deskId === deskId },
        })),
    answer(helpId, by) {
      const call = all().find((one) => one.helpId === helpId);
      if (call === undefined || call.overMs !== null) return refuse({ kind: 'help-over' });
      if (call.answer !== null) return call.answer.deskId === by ? succeed(null) : refuse({ kind: 'help-answered' });
      const answer = { deskId: by, atMs: now() };
      if (own.has(helpId)) change(helpId, { answer });
      else {
        answers.set(helpId, answer);
        changed();
      }
      return succeed(null);
    },
    said: () => ({
      no: `${run}:${no}`,
      hears: hearsHere(),
      calls: [...own.values()]
        .slice(-MOST_CALLS)
        .map(({ helpId, language, askedMs, leftMs, overMs, answer, seenMs }) => ({
          helpId,
          language,
          ageMs: now() - askedMs,
          leftMs: ago(leftMs, now()),
          overMs: ago(overMs, now()),
          isSeen: seenMs !== null,
          answer: answer === null ? null : { deskId: answer.deskId, ageMs: now() - answer.atMs },
        })),
      shows: [
        ...new Set(isStaffHere ? all().map(({ helpId }) => helpId) : pagesNow().flatMap(({ helpIds }) => [...helpIds])),
      ].slice(0, MOST_SHOWN),
      answers: [...answers].slice(-MOST_SHOWN).map(([helpId, { deskId }]) => ({ helpId, deskId })),
      desks: desksHere().slice(0, MOST_SHOWN),
      alarms: [...alarmSeen].slice(-MOST_SHOWN).map(([alarmId, desks]) => ({ alarmId, desks: [...desks] })),
      hasStaff: isStaffHere,
    }),
    hear(pin, of, said) {
      const nowMs = now();
      const calls = said.calls.map(
        ({ helpId, language, ageMs, leftMs, overMs, answer, isSeen }): Call => ({
          helpId,
          language,
          atCentre: false,
          askedMs: nowMs - ageMs,
          leftMs: ago(leftMs, nowMs),
          overMs: ago(overMs, nowMs),
          answer: answer === null ? null : { deskId: answer.deskId, atMs: nowMs - answer.ageMs },
          seenMs: isSeen ? nowMs : null,
        }),
      );
      const before = siblings.get(pin);
      const { hears, desks, hasStaff } = said;
      siblings.set(pin, { slot: of, heardMs: nowMs, hears, calls, desks, hasStaff });
      const isNewAlarm = said.alarms.map((one) => noteAlarm(one.alarmId, one.desks)).includes(true);
      for (const { helpId, deskId } of said.answers)
        if (own.get(helpId)?.answer === null && own.get(helpId)?.overMs === null)
          change(helpId, { answer: { deskId, atMs: nowMs } });
      noteSeen(said.shows);
      forgetAnswers();
      const isSame =
        before?.hears === hears && before.hasStaff === hasStaff && before.desks.join() === desks.join() && !isNewAlarm;
      if (!isSame || textOf(before.calls) !== textOf(calls)) changed();
    },
    forget(pin) {
      if (!siblings.delete(pin)) return;
      forgetAnswers();
      changed();
    },
    tick() {
      const nowMs = now();
      let isOther = false;
      for (const [helpId, call] of own) {
        if (!isPast(call, nowMs)) continue;
        end(helpId, call);
        isOther = true;
      }
      for (const [page, { atMs }] of pages) if (nowMs - atMs > SHOWS_MS) isOther = pages.delete(page) || isOther;
      for (const [pin, sibling] of siblings) {
        const calls = sibling.calls.filter((call) => !isPast(call, nowMs));
        if (calls.length === sibling.calls.length) continue;
        siblings.set(pin, { ...sibling, calls });
        isOther = true;
      }
      forgetAnswers();
      if (isOther) changed();
    },
    news: () => news[0] ?? null,
    newsKept: () => void news.shift(),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  function forgetAnswers(): void {
    const open = new Set([...siblings.values()].flatMap(({ calls }) => calls.map(({ helpId }) => helpId)));
    for (const helpId of answers.keys()) if (!open.has(helpId)) answers.delete(helpId);
  }
}

const MOST_SHOWN = 100;

/** Converts a moment to its age, or an age to its moment; the formula is the same. */
const ago = (ms: number | null, nowMs: number): number | null => (ms === null ? null : nowMs - ms);

/** Text by which a change of a sibling's calls is noticed; it leaves out ages, which always differ. */
const textOf = (calls: readonly Call[]): string =>
  JSON.stringify(
    calls.map(({ helpId, leftMs, overMs, answer }) => [helpId, leftMs !== null, overMs !== null, answer]),
    (key, value: unknown) => (key === 'atMs' ? undefined : value),
  );

function isPast({ askedMs, leftMs, overMs, answer }: Call, nowMs: number): boolean {
  if (overMs !== null) return answer === null || nowMs - overMs > HELP_OVER_MS;
  if (answer !== null) return nowMs - answer.atMs > HELP_COMING_MS;
  return nowMs - askedMs > HELP_OPEN_MS || (leftMs !== null && nowMs - leftMs > HELP_LEFT_MS);
}
