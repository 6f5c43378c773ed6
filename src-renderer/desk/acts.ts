import type { OrderOfTicket } from '../../src-main/domain/ticket-life.ts';
import type { Ordered } from './orders.ts';
import { currentOf, type DeskDoing, type DeskState, helpOf, mayCallNext, mayHelp, mayOrder } from './state.ts';
import type { wordsOf } from './words.ts';

type Words = (t: ReturnType<typeof wordsOf>, state: DeskState) => string;

interface Action {
  /** The key for the action, shown on its button. A clerk can switch all keys off (WCAG 2.1.4). */
  readonly key: string;
  /** The text of the action's button in the row; `null`: the button is elsewhere. */
  readonly words: Words | null;
  readonly isPossible: (state: DeskState) => boolean;
  readonly act: (state: DeskState, doing: DeskDoing) => void;
}

const ofCurrent = (kind: OrderOfTicket, key: string, words: Words, { isBefore = false } = {}): Action => ({
  key,
  words,
  isPossible: (state) => mayOrderCurrent(state, kind, isBefore),
  act(state, { order }) {
    const current = currentOf(state);
    if (current !== null) order({ kind, ticketId: current.ticketId });
  },
});

function mayOrderCurrent(state: DeskState, kind: Ordered['kind'], isBefore: boolean): boolean {
  const current = currentOf(state);
  return current !== null && !(isBefore && current.state === 'serving') && mayOrder(state, kind, current.ticketId);
}

type Elsewhere = 'call' | 'leave' | 'give' | 'call-next' | 'resume' | 'services' | 'alarm' | 'alarm-end';

/**
 * The actions that a clerk has a key for; an action with `words` also has a button in the row, in this sequence. A new kind of `Ordered`
 * compiles only if it is added here or to `Elsewhere`.
 */
export const ACTIONS: { readonly [A in 'next' | 'come-back' | Exclude<Ordered['kind'], Elsewhere>]: Action } = {
  next: {
    key: 'n',
    words: (t, state) => t(currentOf(state)?.state === 'serving' ? 'desk.do.finishNext' : 'desk.do.next'),
    isPossible: mayCallNext,
    act(state, { order }) {
      const current = currentOf(state);
      const all = state.view?.waiting ?? [];
      // The command also names the desk's services, because a kiosk with an older program does not know which ones this desk has chosen.
      const services = all.filter(({ isServed }) => isServed).map(({ serviceId }) => serviceId);
      // Both commands are sent in this sequence, each once.
      if (current?.state === 'serving') order({ kind: 'finish', ticketId: current.ticketId });
      order({ kind: 'call-next', serviceIds: services.length === all.length ? [] : services });
    },
  },
  serve: ofCurrent('serve', 's', (t) => t('desk.do.serve'), { isBefore: true }),
  recall: ofCurrent('recall', 'r', (t) => t('desk.do.recall'), { isBefore: true }),
  'no-show': ofCurrent('no-show', 'x', (t) => t('desk.do.noShow'), { isBefore: true }),
  transfer: {
    key: 't',
    words: (t) => t('desk.do.transfer'),
    isPossible: (state) => mayOrderCurrent(state, 'transfer', false),
    act: (_state, { change }) => change({ dialog: 'transfer' }),
  },
  park: { ...ofCurrent('park', 'a', (t) => t('desk.do.park')), words: null },
  errand: {
    ...ofCurrent('errand', 'e', (t) => t('desk.do.errand')),
    words: null,
    isPossible: (state) => currentOf(state)?.state === 'serving' && mayOrderCurrent(state, 'errand', false),
  },
  finish: ofCurrent('finish', 'f', (t) => t('desk.do.finish')),
  pause: {
    key: 'p',
    words: (t, state) => {
      const isPaused = state.view?.pause !== null;
      if (currentOf(state) === null) return t(isPaused ? 'desk.do.resume' : 'desk.do.pause');
      return t(isPaused ? 'desk.do.pauseNot' : 'desk.do.pauseAfter');
    },
    isPossible: (state) => mayOrder(state, state.view?.pause === null ? 'pause' : 'resume'),
    act({ view }, { order, change }) {
      if (view?.pause === null) change({ dialog: 'pause' });
      else order({ kind: 'resume' });
    },
  },
  'come-back': {
    key: 'c',
    words: null,
    isPossible: ({ view, isCut }) => view?.comesBack === true && !isCut,
    act: (_state, { change }) => change({ dialog: 'come-back' }),
  },
  undo: {
    key: 'z',
    words: null,
    isPossible: (state) => state.view?.undo != null && mayOrder(state, 'undo'),
    act({ view }, { order }) {
      if (view?.undo != null) order({ kind: 'undo', undoes: view.undo.orderId });
    },
  },
  help: {
    key: 'h',
    words: null,
    isPossible: mayHelp,
    act(state, { order }) {
      const help = helpOf(state);
      if (help !== null) order({ kind: 'help', helpId: help.call.helpId });
    },
  },
};
export type ActionName = keyof typeof ACTIONS;

export function act(name: ActionName, state: DeskState, doing: DeskDoing): void {
  if (ACTIONS[name].isPossible(state)) ACTIONS[name].act(state, doing);
}

export function hearShortcuts(target: Window, state: () => DeskState, doing: DeskDoing): void {
  target.addEventListener('keydown', (event) => {
    const { key, ctrlKey, altKey, metaKey, repeat } = event;
    const now = state();
    if (key === 'Escape' && now.dialog !== null) doing.change({ dialog: null });
    if (!now.hasShortcuts || now.dialog !== null || ctrlKey || altKey || metaKey || repeat) return;
    if (event.target instanceof HTMLSelectElement) return;
    const meant = Object.values(ACTIONS).find((action) => action.key === key.toLowerCase());
    if (meant === undefined) return;
    event.preventDefault();
    if (meant.isPossible(now)) meant.act(now, doing);
  });
}
