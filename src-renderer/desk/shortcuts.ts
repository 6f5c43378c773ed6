import type { Act, DeskDoing, DeskState } from './state.ts';
import { currentOf, helpOf, mayAct } from './state.ts';

/** The key of each action, as its button shows it. A clerk can switch all of them off (WCAG 2.1.4). */
export const SHORTCUTS = {
  next: 'n',
  recall: 'r',
  serve: 's',
  'no-show': 'x',
  finish: 'f',
  transfer: 't',
  pause: 'p',
  undo: 'z',
  help: 'h',
} as const satisfies Record<Act, string>;

/** Does what a key or its button means; nothing while the action is not possible. */
export function act(name: Act, state: DeskState, { order, change }: DeskDoing): void {
  const current = currentOf(state);
  const { view, left } = state;
  if (view === null || !mayAct(state, name)) return;
  switch (name) {
    case 'next': {
      const services = view.waiting.map(({ serviceId }) => serviceId).filter((serviceId) => !left.includes(serviceId));
      const all = services.length === view.waiting.length;
      // Both orders are sent in this sequence, each once.
      if (current?.state === 'serving') order({ kind: 'finish', ticketId: current.ticketId });
      order({ kind: 'call-next', serviceIds: all ? [] : services });
      return;
    }
    case 'pause':
      if (view.pause === null) change({ dialog: 'pause' });
      else order({ kind: 'resume' });
      return;
    case 'undo':
      if (view.undo !== null) order({ kind: 'undo', undoes: view.undo.orderId });
      return;
    case 'help': {
      const help = helpOf(state);
      if (help !== null) order({ kind: 'help', helpId: help.call.helpId });
      return;
    }
    case 'transfer':
      change({ dialog: 'transfer' });
      return;
    default:
      if (current !== null) order({ kind: name, ticketId: current.ticketId });
  }
}

export function hearShortcuts(target: Window, state: () => DeskState, doing: DeskDoing): void {
  target.addEventListener('keydown', (event) => {
    const { key, ctrlKey, altKey, metaKey, repeat } = event;
    const now = state();
    if (key === 'Escape' && now.dialog !== null) doing.change({ dialog: null });
    if (!now.hasShortcuts || now.dialog !== null || ctrlKey || altKey || metaKey || repeat) return;
    if (event.target instanceof HTMLSelectElement) return;
    const found = Object.entries(SHORTCUTS).find(([, own]) => own === key.toLowerCase());
    if (found === undefined) return;
    event.preventDefault();
    act(found[0] as Act, now, doing);
  });
}
