import type { WorkingLanguage } from '../../config/languages.ts';
import { formatTime } from '../../config/locales/dates.ts';
import type { DeskRefusal, DeskShows, DeskView } from '../../src-main/calling/contract/desk.ts';
import type { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import { endsVisit } from '../../src-main/domain/ticket-life.ts';
import type { HeldOrder, Ordered } from './orders.ts';

export interface DeskState {
  view: DeskView | null;
  viewAtMs: number;
  isCut: boolean;
  code: string | null;
  held: readonly HeldOrder[];
  said: Said | null;
  dialog: 'transfer' | 'pause' | 'choose' | 'give' | 'come-back' | 'more' | 'alarm' | null;
  language: WorkingLanguage;
  hasShortcuts: boolean;
  seen: readonly string[];
}

/** A message to the clerk. `at` makes two equal messages differ, so that each is read aloud. */
export type Said = { readonly at: number; readonly isTrouble: boolean } & (
  | { readonly key: 'called' | 'arrived' | 'given'; readonly label: string }
  | { readonly key: 'done' | 'fault' }
  | { readonly key: 'refused'; readonly kind: DeskRefusal }
);
export interface DeskDoing {
  order: (ordered: Ordered) => void;
  change: (next: Partial<DeskState>) => void;
}

export interface DeskProps {
  state: DeskState;
  doing: DeskDoing;
  nowMs: number;
}

type Held = DeskView['holds'][number];

/**
 * The call for help that the stripe (the line above the row of buttons) shows: the oldest unanswered call, else the last call that this
 * desk answered. `more`: number of other calls that wait. `null`: there is none, or this desk's own alarm is open, because its clerk cannot
 * leave.
 */
export function helpOf({ view }: DeskState): { call: DeskView['help'][number]; more: number } | null {
  if (view?.alarms.some(({ isOwn, end }) => isOwn && end === null)) return null;
  const all = view?.help ?? [];
  const open = all.filter(({ coming, isOver }) => coming === null && !isOver);
  const call = open[0] ?? all.findLast(({ coming }) => coming?.isOwn === true);
  return call === undefined ? null : { call, more: Math.max(0, open.length - 1) };
}

/**
 * The alarm that the stripe (the line above the row of buttons) shows: the newest open alarm, else the last ended alarm that the clerk has
 * not put away. `more`: number of other open alarms.
 */
export function alarmOf({ view, seen }: DeskState): { alarm: DeskView['alarms'][number]; more: number } | null {
  const all = view?.alarms ?? [];
  const open = all.filter(({ end }) => end === null);
  const alarm = open[0] ?? all.find(({ alarmId }) => !seen.includes(alarmId));
  return alarm === undefined ? null : { alarm, more: Math.max(0, open.length - 1) };
}

/** The parts that the stripe draws. Without a connection it shows neither an alarm nor a call for help, because both may be over. */
export function stripeOf(state: DeskState) {
  const isCut = state.isCut && state.view !== null;
  const [alarm, help] = [isCut ? null : alarmOf(state), isCut ? null : helpOf(state)];
  const isOpen = help !== null && help.call.coming === null;
  const isGoing = help !== null && !isOpen && !state.seen.includes(help.call.helpId);
  const drawn = { alarm, help: isOpen || isGoing ? help : null };
  const kind = alarm !== null ? 'alarm' : isOpen ? 'help' : isCut ? 'cut' : isGoing ? 'going' : 'said';
  return { ...drawn, kind } as const;
}

/**
 * The page's report to the kiosk. It contains only the call and the alarm that the page draws, because the kiosk then lets the citizen or
 * the colleague read that this desk sees them.
 */
export function shownIn(state: DeskState): DeskShows {
  const { alarm, help } = stripeOf(state);
  return {
    helpIds: help === null ? [] : [help.call.helpId],
    alarmIds: alarm === null || alarm.alarm.end !== null ? [] : [alarm.alarm.alarmId],
  };
}

/** Whether this clerk may answer a call for help: only while connected, because an answer sent later would leave the citizen waiting. */
export const mayHelp = (state: DeskState): boolean =>
  !state.isCut && mayOrder(state, 'help') && helpOf(state)?.call.coming === null;

/** The text for an empty list of next tickets. It differs if citizens wait for services that this desk does not call. */
export const emptyKey = ({ view }: DeskState): 'desk.next.nobody' | 'desk.refused.nobody-waits' =>
  view?.waiting.some(({ count }) => count > 0) ? 'desk.refused.nobody-waits' : 'desk.next.nobody';

export const currentOf = ({ view }: DeskState): Held | null => view?.holds[0] ?? null;

export const isUnsent = ({ held }: DeskState, ticketId: string): boolean =>
  held.some(({ ordered }) => 'ticketId' in ordered && ordered.ticketId === ticketId);

/**
 * Whether a command may be given. While connected, only one command may wait for its answer. Without a connection, one command for each
 * ticket may wait, and one of each kind without a ticket.
 */
export function mayOrder(state: DeskState, kind: Ordered['kind'], ticketId?: string): boolean {
  const { view, held, isCut } = state;
  if (view === null) return false;
  if (!isCut) return held.length === 0;
  if (ticketId !== undefined) return !isUnsent(state, ticketId);
  return !held.some(({ ordered }) => ordered.kind === kind);
}

/**
 * Whether the clerk may raise an alarm: even while another command waits for its answer, unless an alarm of this desk is open or is being
 * sent.
 */
export const mayAlarm = ({ view, held }: DeskState): boolean =>
  view !== null &&
  !held.some(({ ordered }) => ordered.kind === 'alarm') &&
  !view.alarms.some(({ isOwn, end }) => isOwn && end === null);

/**
 * Whether the desk may call a ticket. It may not during a pause, while an earlier call waits for its answer, or while the desk has a
 * ticket, unless a waiting command ends that ticket's visit. While connected, it may not while any command waits.
 */
export function mayCall(state: DeskState): boolean {
  const current = currentOf(state);
  const isEnding =
    current !== null &&
    state.held.some(
      ({ ordered }) => 'ticketId' in ordered && ordered.ticketId === current.ticketId && endsVisit(ordered.kind),
    );
  const calls = state.held.some(({ ordered }) => ordered.kind === 'call-next' || ordered.kind === 'call');
  return (
    (current === null || isEnding) && !calls && state.view?.pause === null && (state.isCut || state.held.length === 0)
  );
}

/** Whether the desk may call the next ticket. While connected, the call also finishes the ticket that is being served. */
export const mayCallNext = (state: DeskState): boolean =>
  mayCall(state) ||
  (currentOf(state)?.state === 'serving' &&
    mayOrder(state, 'finish', currentOf(state)?.ticketId) &&
    state.view?.pause === null);

export const pausesAfter = (state: DeskState): boolean =>
  state.view?.pause != null && currentOf(state)?.state === 'serving';

export const inWords = (text: LocalizedText, language: WorkingLanguage): string => text[language] ?? text.ca;

export function hourOf(ms: number, language: WorkingLanguage): string {
  const moment = new Date(ms);
  const digits = (count: number): string => String(count).padStart(2, '0');
  return formatTime(language, `${digits(moment.getHours())}:${digits(moment.getMinutes())}`);
}

export const hubMs = ({ view, viewAtMs }: DeskState, nowMs: number): number => (view?.asOfMs ?? 0) + nowMs - viewAtMs;
