import { formatTime } from '../../config/locales/dates.ts';
import type { DeskView } from '../../src-main/contract/hub/desk.ts';
import type { LocalizedText } from '../../src-main/contract/shared/localized-text.ts';
import type { WorkingLanguage } from '../../src-main/domain/languages.ts';
import type { HeldOrder, Ordered } from './orders.ts';

/** What of it is shown to the clerk at this moment. */
export interface DeskState {
  view: DeskView | null;
  /** When it came, by the page's own clock. */
  viewAtMs: number;
  isCut: boolean;
  code: string | null;
  held: readonly HeldOrder[];
  said: Said | null;
  dialog: 'transfer' | 'pause' | 'choose' | 'give' | null;
  language: WorkingLanguage;
  hasShortcuts: boolean;
  /** Services that are not called here. */
  left: readonly string[];
  /** Lost calls that the clerk has seen. */
  seen: readonly string[];
}

/** `at` makes two alike differ, so that each is read aloud. */
export type Said = { readonly at: number; readonly isTrouble: boolean } & (
  | { readonly key: 'called' | 'arrived' | 'given'; readonly label: string }
  | { readonly key: 'done' | 'fault' }
  | { readonly key: 'refused'; readonly kind: RefusalKind }
);
export type RefusalKind =
  | 'nobody-waits'
  | 'has-somebody'
  | 'not-yours'
  | 'not-waiting'
  | 'is-over'
  | 'unknown-ticket'
  | 'unknown-target'
  | 'undo-too-late'
  | 'order-too-old'
  | 'paused'
  | 'store-failed'
  | 'unknown-service'
  | 'no-number'
  | 'help-answered'
  | 'help-over';

export interface DeskDoing {
  order: (ordered: Ordered) => void;
  change: (next: Partial<DeskState>) => void;
}

/** What each part of the page draws; `nowMs` by the page's own clock. */
export interface DeskProps {
  state: DeskState;
  doing: DeskDoing;
  nowMs: number;
}

type Held = DeskView['holds'][number];

/** The call for help that the stripe shows: the oldest that nobody answered, else the last that this desk answered. `more`: how many wait besides. */
export function helpOf({ view }: DeskState): { call: DeskView['help'][number]; more: number } | null {
  const all = view?.help ?? [];
  const open = all.filter(({ coming, isOver }) => coming === null && !isOver);
  const call = open[0] ?? all.findLast(({ coming }) => coming?.isOwn === true);
  return call === undefined ? null : { call, more: Math.max(0, open.length - 1) };
}

/** Whether a touch says that somebody goes from here: connected alone, since a person waits for just that. */
export const mayHelp = (state: DeskState): boolean =>
  !state.isCut && mayOrder(state, 'help') && helpOf(state)?.call.coming === null;

/** Of whom this desk has the first, and what of it waits to be sent. */
export const currentOf = ({ view }: DeskState): Held | null => view?.holds[0] ?? null;

export const isUnsent = ({ held }: DeskState, ticketId: string): boolean =>
  held.some(({ ordered }) => 'ticketId' in ordered && ordered.ticketId === ticketId);

/** Whether an order may be given: connected, one at a time; cut off, one for each thing that is done. */
export function mayOrder(state: DeskState, kind: Ordered['kind'], ticketId?: string): boolean {
  const { view, held, isCut } = state;
  if (view === null) return false;
  if (!isCut) return held.length === 0;
  if (ticketId !== undefined) return !isUnsent(state, ticketId);
  return !held.some(({ ordered }) => ordered.kind === kind);
}

/** Nobody is called while somebody is here, or may be. */
export function mayCall(state: DeskState): boolean {
  const current = currentOf(state);
  const ends = ['finish', 'no-show', 'leave', 'transfer'];
  const isEnding =
    current !== null &&
    state.held.some(
      ({ ordered }) => 'ticketId' in ordered && ordered.ticketId === current.ticketId && ends.includes(ordered.kind),
    );
  const calls = state.held.some(({ ordered }) => ordered.kind === 'call-next' || ordered.kind === 'call');
  return (
    (current === null || isEnding) && !calls && state.view?.pause === null && (state.isCut || state.held.length === 0)
  );
}

/** Connected, whoever is served here is finished first, by the same touch. */
export const mayCallNext = (state: DeskState): boolean =>
  mayCall(state) ||
  (currentOf(state)?.state === 'serving' &&
    mayOrder(state, 'finish', currentOf(state)?.ticketId) &&
    state.view?.pause === null);

/** What a key or its button does. */
export type Act = 'next' | 'recall' | 'serve' | 'no-show' | 'finish' | 'transfer' | 'pause' | 'undo' | 'help';

/** Whether it means something now. */
export function mayAct(state: DeskState, name: Act): boolean {
  const current = currentOf(state);
  const { view } = state;
  if (view === null) return false;
  switch (name) {
    case 'next':
      return mayCallNext(state);
    case 'pause':
      return mayOrder(state, view.pause === null ? 'pause' : 'resume');
    case 'undo':
      return view.undo !== null && mayOrder(state, 'undo');
    case 'help':
      return mayHelp(state);
    case 'finish':
    case 'transfer':
      return current !== null && mayOrder(state, name, current.ticketId);
    default:
      return current !== null && current.state !== 'serving' && mayOrder(state, name, current.ticketId);
  }
}

export const inWords = (text: LocalizedText, language: WorkingLanguage): string => text[language] ?? text.ca;

/** A time of day as people write it, of a moment by the hub's clock. */
export function hourOf(ms: number, language: WorkingLanguage): string {
  const moment = new Date(ms);
  const digits = (count: number): string => String(count).padStart(2, '0');
  return formatTime(language, `${digits(moment.getHours())}:${digits(moment.getMinutes())}`);
}

/** The hub's time now, as far as the page can know. */
export const hubMs = ({ view, viewAtMs }: DeskState, nowMs: number): number => (view?.asOfMs ?? 0) + nowMs - viewAtMs;
