import type { DeskHelp } from '../../contract/hub/desk.ts';
import type { HelpSaid } from '../../contract/hub/kiosks.ts';
import { HUB_STALE_AFTER_S } from '../../contract/hub/pairing.ts';
import type { Language } from '../../contract/shared/languages.ts';
import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';

/** An answer is hoped for so long; then the screen sends the person to the desk. The desks are asked on. */
export const HELP_ANSWER_MS = 120_000;
/** A call that no desk answered ends so long after it was asked. */
export const HELP_OPEN_MS = 10 * 60_000;
/** The person has not touched the screen: they may have left. */
const HELP_LEFT_MS = 3 * 60_000;
/** By then the clerk has come. */
const HELP_COMING_MS = 5 * 60_000;
/** The clerk who is on the way reads for so long that the person needs nobody any more. */
const HELP_OVER_MS = 60_000;
/** A desk's page that has said nothing for so long shows nothing either. */
const SHOWS_MS = HUB_STALE_AFTER_S * 1_000;
/** Another kiosk answers every two seconds while it is there. */
const SIBLING_MS = 10_000;
/** A kiosk has one person at a time; so many calls of one are a fault. */
const MOST_CALLS = 20;

/** The desk from which somebody goes; `null` of the staff's view and of the centre. */
export type HelpAnswerer = string | null;

/** How the call of the person at this kiosk is. Moments are milliseconds since 1970. */
export interface HelpStanding {
  /** `heard`: a desk or the staff's view shows it. `unanswered`: nobody shows it any more, or nobody has answered in time. */
  readonly state: 'asked' | 'heard' | 'coming' | 'unanswered';
  readonly askedAtMs: number;
  readonly heardAtMs: number | null;
  /** `null` where it is no desk, and before. */
  readonly deskId: HelpAnswerer;
}

export type HelpRefusal = { kind: 'help-over' | 'help-answered' };

/**
 * Help that people ask for at the office's kiosks, in memory alone: a new start of the program ends the session that asked. Each kiosk decides about the calls
 * of its own screen, of which the first answer counts, and passes its own state on whole, so that the kiosks need no order of messages.
 */
export interface HelpCalls {
  /** The person at this kiosk asks. `atCentre`: somebody at the centre hears of it too. */
  ask(helpId: string, language: Language, atCentre: boolean): void;
  /** `null`: it has ended. */
  standing(helpId: string): HelpStanding | null;
  /** The person needs nobody any more. */
  withdraw(helpId: string): void;
  /** The screen was cleared because nobody touched it. */
  leave(helpId: string): void;
  /** Whether a desk, a staff's view or another kiosk of the office would show a call now. */
  isHeard(): boolean;
  /** Whether the staff's view stands at this kiosk. */
  staffLooks(looks: boolean): void;
  /** A desk's page says which calls it shows. */
  shown(page: string, helpIds: readonly string[]): void;
  /** The page was closed. */
  closed(page: string): void;
  /** As a desk sees them, the oldest first; `deskId` is `null` of the staff's view. */
  calls(deskId: HelpAnswerer): readonly HelpShown[];
  /** Once more by the same desk is once. */
  answer(helpId: string, by: HelpAnswerer): Result<null, HelpRefusal>;
  /** For the office's other kiosks. */
  said(): HelpSaid;
  /** What the kiosk of this key says; a later word takes the place of the one before. */
  hear(pin: string, slot: number, said: HelpSaid): void;
  /** That kiosk was sent away. */
  forget(pin: string): void;
  /** Ends what is over by time. */
  tick(): void;
  /** Returns how to hear no more. */
  onChange(listener: () => void): () => void;
}

/** Without the desk's name, which an office knows. */
export type HelpShown = Omit<DeskHelp, 'coming'> & {
  readonly coming: { readonly deskId: HelpAnswerer; readonly isOwn: boolean } | null;
};

interface Answer {
  readonly deskId: HelpAnswerer;
  readonly atMs: number;
}

/** Times are monotonic milliseconds. */
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
}

export interface HelpCallsParts {
  /** `null` of a kiosk without numbers. */
  slot: number | null;
  clock: Clock;
  /** Of this run: numbers of changes begin anew with it. */
  run: string;
}

export function createHelpCalls({ slot, clock, run }: HelpCallsParts): HelpCalls {
  const own = new Map<string, Call>();
  const siblings = new Map<string, Sibling>();
  /** Answers given here to calls of other kiosks. */
  const answers = new Map<string, Answer>();
  const pages = new Map<string, { readonly atMs: number; readonly helpIds: readonly string[] }>();
  const listeners = new Set<() => void>();
  let isStaffHere = false;
  let no = 0;

  const now = (): number => clock.monotonicMs();
  function changed(): void {
    no += 1;
    for (const listener of [...listeners]) listener();
  }
  const pagesNow = () => [...pages.values()].filter(({ atMs }) => now() - atMs <= SHOWS_MS);
  const hearsHere = (): boolean => isStaffHere || pagesNow().length > 0;
  const isHeard = (): boolean =>
    hearsHere() || [...siblings.values()].some(({ hears, heardMs }) => hears && now() - heardMs <= SIBLING_MS);
  const toWall = (ms: number): number => clock.wallMs() - (now() - ms);

  function change(helpId: string, next: Partial<Call>): void {
    const before = own.get(helpId);
    if (before === undefined) return;
    own.set(helpId, { ...before, ...next });
    changed();
  }
  function noteSeen(helpIds: readonly string[]): void {
    for (const helpId of helpIds) {
      const call = own.get(helpId);
      if (call !== undefined && call.seenMs === null) change(helpId, { seenMs: now() });
    }
  }
  /** Of every kiosk; an answer that was given here counts until the call's own kiosk says another. */
  const all = (): readonly (Call & { readonly slot: number | null })[] =>
    [
      ...[...own.values()].map((call) => ({ ...call, slot })),
      ...[...siblings.values()].flatMap((sibling) =>
        sibling.calls.map((call) => ({
          ...{ ...call, slot: sibling.slot },
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
    shown(page, helpIds) {
      const before = pages.get(page);
      pages.set(page, { atMs: now(), helpIds });
      noteSeen(helpIds);
      if (before === undefined || before.helpIds.join() !== helpIds.join()) changed();
    },
    closed(page) {
      if (pages.delete(page)) changed();
    },
    calls: (deskId) =>
      all()
        .toSorted((one, other) => one.askedMs - other.askedMs)
        .map(({ helpId, slot: of, language, askedMs, leftMs, overMs, answer }) => ({
          ...{ helpId, slot: of, language, askedAtMs: toWall(askedMs) },
          ...{ isLeft: leftMs !== null, isOver: overMs !== null },
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
      ...{ no: `${run}:${no}`, hears: hearsHere() },
      calls: [...own.values()]
        .slice(-MOST_CALLS)
        .map(({ helpId, language, askedMs, leftMs, overMs, answer, seenMs }) => ({
          ...{ helpId, language, ageMs: now() - askedMs },
          leftMs: ago(leftMs, now()),
          overMs: ago(overMs, now()),
          isSeen: seenMs !== null,
          answer: answer === null ? null : { deskId: answer.deskId, ageMs: now() - answer.atMs },
        })),
      shows: [
        ...new Set(isStaffHere ? all().map(({ helpId }) => helpId) : pagesNow().flatMap(({ helpIds }) => [...helpIds])),
      ].slice(0, MOST_SHOWN),
      answers: [...answers].slice(-MOST_SHOWN).map(([helpId, { deskId }]) => ({ helpId, deskId })),
    }),
    hear(pin, of, said) {
      const nowMs = now();
      const calls = said.calls.map(
        ({ helpId, language, ageMs, leftMs, overMs, answer, isSeen }): Call => ({
          ...{ helpId, language, atCentre: false, askedMs: nowMs - ageMs },
          leftMs: ago(leftMs, nowMs),
          overMs: ago(overMs, nowMs),
          answer: answer === null ? null : { deskId: answer.deskId, atMs: nowMs - answer.ageMs },
          seenMs: isSeen ? nowMs : null,
        }),
      );
      const before = siblings.get(pin);
      siblings.set(pin, { slot: of, heardMs: nowMs, hears: said.hears, calls });
      for (const { helpId, deskId } of said.answers)
        if (own.get(helpId)?.answer === null && own.get(helpId)?.overMs === null)
          change(helpId, { answer: { deskId, atMs: nowMs } });
      noteSeen(said.shows);
      forgetAnswers();
      if (before === undefined || before.hears !== said.hears || textOf(before.calls) !== textOf(calls)) changed();
    },
    forget(pin) {
      if (!siblings.delete(pin)) return;
      forgetAnswers();
      changed();
    },
    tick() {
      const nowMs = now();
      let isOther = false;
      for (const [helpId, call] of own) if (isPast(call, nowMs)) isOther = own.delete(helpId) || isOther;
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
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };

  /** An answer goes with its call. */
  function forgetAnswers(): void {
    const open = new Set([...siblings.values()].flatMap(({ calls }) => calls.map(({ helpId }) => helpId)));
    for (const helpId of answers.keys()) if (!open.has(helpId)) answers.delete(helpId);
  }
}

const MOST_SHOWN = 100;

/** An age of a moment, or a moment of an age; both are counted back from now. */
const ago = (ms: number | null, nowMs: number): number | null => (ms === null ? null : nowMs - ms);

/** What is compared to see whether a sibling says something new: all but ages, which always differ. */
const textOf = (calls: readonly Call[]): string =>
  JSON.stringify(
    calls.map(({ helpId, leftMs, overMs, answer }) => [
      helpId,
      leftMs !== null,
      overMs !== null,
      answer?.deskId,
      answer,
    ]),
    (key, value: unknown) => (key === 'atMs' ? undefined : value),
  );

function isPast({ askedMs, leftMs, overMs, answer }: Call, nowMs: number): boolean {
  if (overMs !== null) return answer === null || nowMs - overMs > HELP_OVER_MS;
  if (answer !== null) return nowMs - answer.atMs > HELP_COMING_MS;
  return nowMs - askedMs > HELP_OPEN_MS || (leftMs !== null && nowMs - leftMs > HELP_LEFT_MS);
}
