import '@fontsource-variable/atkinson-hyperlegible-next/wght.css';
import '../styles/tokens.css';
import '../styles/staff.css';
import './desk.css';
import { render } from 'preact';
import { WORKING_LANGUAGES } from '../../config/languages.ts';
import { fetchStaffWords } from '../../config/locales/index.ts';
import type { DeskView } from '../../src-main/calling/contract/desk.ts';
import { hearShortcuts } from './acts.ts';
import { Desk } from './desk.tsx';
import { createShows, followHub, sendOrder } from './link.ts';
import { createOrders } from './orders.ts';
import { type DeskDoing, type DeskState, type Said, shownIn } from './state.ts';

const SETTINGS = 'torn-desk-settings';
const TICK_MS = 1_000;

type Settings = Pick<DeskState, 'language' | 'hasShortcuts'>;

function readSettings(): Settings {
  const own = WORKING_LANGUAGES.find((language) => navigator.language.startsWith(language)) ?? 'ca';
  const usual: Settings = { language: own, hasShortcuts: true };
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(SETTINGS) ?? '{}') as Partial<Settings>) };
  } catch {
    return usual;
  }
}

let state: DeskState = {
  view: null,
  viewAtMs: 0,
  isCut: true,
  code: null,
  held: [],
  said: null,
  dialog: null,
  seen: [],
  ...readSettings(),
};

function change(next: Partial<DeskState>): void {
  state = { ...state, ...next };
  const { language, hasShortcuts } = state;
  localStorage.setItem(SETTINGS, JSON.stringify({ language, hasShortcuts }));
  draw();
}

type SaidNow = Said extends infer One ? (One extends Said ? Omit<One, 'at'> : never) : never;
const say = (said: SaidNow): void => change({ said: { ...said, at: performance.now() } });

const orders = createOrders({
  memory: localStorage,
  send: sendOrder,
  nowMs: () => Date.now(),
  newId: () => crypto.randomUUID(),
  after: (ms, act) => void setTimeout(act, ms),
  onChange: (held) => change({ held }),
  onAnswer({ ordered }, answer) {
    // An alarm raises no message, because it must stay silent; only the stripe shows it.
    if (ordered.kind === 'alarm' && answer?.ok === true) return;
    if (answer === null) say({ key: 'fault', isTrouble: true });
    else if (!answer.ok) say({ key: 'refused', kind: answer.error.kind, isTrouble: true });
    else if (ordered.kind === 'give' && answer.value.number !== null)
      say({ key: 'given', label: answer.value.number, isTrouble: false });
    else if (ordered.kind.includes('call') && answer.value.number !== null)
      say({ key: 'called', label: answer.value.number, isTrouble: false });
    else say({ key: 'done', isTrouble: false });
  },
});
const shows = createShows(() => performance.now());
const doing: DeskDoing = { order: orders.give, change };

/** The label of a ticket that was sent to this desk since the view `before`; `null`: there is no such ticket, or no such view. */
function arrivalIn(before: DeskView | null, { next }: DeskView): string | null {
  if (before === null) return null;
  const known = new Set(before.next.map(({ ticketId }) => ticketId));
  return next.find(({ ticketId, isOwn }) => isOwn && !known.has(ticketId))?.number ?? null;
}

function draw(): void {
  document.documentElement.lang = state.language;
  render(<Desk state={state} doing={doing} nowMs={performance.now()} />, document.body);
}

await fetchStaffWords();
hearShortcuts(window, () => state, doing);
setInterval(draw, TICK_MS);
change({ held: orders.held() });
void followHub({
  onView(view) {
    const arrived = arrivalIn(state.view, view);
    change({ view, viewAtMs: performance.now(), isCut: false, code: null });
    if (arrived !== null) say({ key: 'arrived', label: arrived, isTrouble: false });
    shows(shownIn(state));
    orders.goOn();
  },
  onCut: () => change({ isCut: true }),
  onCode: (code) => change({ code }),
});
