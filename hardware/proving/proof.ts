import { canPrint, type PrinterFault, type PrintResult } from '../printer/contract.ts';
import { dialectOf } from '../printer/dialects.ts';
import type { PrinterProfile } from '../printer/profile.ts';
import { FONT_CELL } from '../printer/traits.ts';
import { conditionOf, type Findings, NOTHING_FOUND } from './interview.ts';
import { proposeProfile } from './suggestion.ts';

export const ANSWERS = {
  'came-out': ['whole', 'wrong', 'nothing'],
  'what-is-wrong': ['line-broken', 'letters', 'code', 'not-cut', 'other'],
  'roll-low': ['yes', 'no'],
} as const;
export type ProofQuestion = keyof typeof ANSWERS;
export type ProofAnswer = (typeof ANSWERS)[ProofQuestion][number];

export interface ProofPlan {
  deviceName: string | null;
  profiles: readonly PrinterProfile[];
  /** Count of ways to reach the device: the speeds of a serial line, otherwise one. */
  ways: number;
}

export type ProofStage =
  | { at: 'interviewing' }
  /**
   * The device answered in none of the `ways`, or no profile has its command set. The person chooses `again`, or `print-anyway` for a
   * printer that reports nothing.
   */
  | { at: 'silent' }
  | { at: 'cannot-print'; condition: PrinterFault }
  | { at: 'printing' }
  | { at: 'asking'; question: ProofQuestion }
  | { at: 'proven' }
  /** The test of the printer ended, and no profile fits. The event `again` starts the test from the beginning. */
  | {
      at: 'failed';
      over: 'nothing-came-out' | Extract<ProofAnswer, 'line-broken' | 'letters' | 'code' | 'not-cut' | 'other'>;
    };

export interface ProofState {
  stage: ProofStage;
  way: number;
  found: Findings | null;
  profile: PrinterProfile | null;
  result: PrintResult | null;
  /** Numbers that were tried for the code page Windows-1252 and printed wrong letters. */
  wrongPages: readonly number[];
  /** JSON pointers to the profile fields that a test page or the printer's answers have confirmed. */
  confirmed: readonly string[];
  pages: number;
}

export type ProofEvent =
  | { type: 'interviewed'; found: Findings }
  | { type: 'unanswered' }
  | { type: 'printed'; result: PrintResult }
  | { type: 'said'; answer: ProofAnswer }
  | { type: 'again' }
  | { type: 'print-anyway' };

export type ProofEffect = { do: 'interview'; way: number } | { do: 'print'; way: number; profile: PrinterProfile };

export interface ProofStep {
  state: ProofState;
  effects: readonly ProofEffect[];
}

/** The widths of print heads on the market, in dots. */
const WIDTHS = [832, 640, 576, 512, 420, 384] as const;
/** The makers' numbers for the code page Windows-1252, the commonest first. */
const PAGES = [16, 71, 11, 49, 6, 8, 9, 32] as const;
/** Largest number of test pages in one test; after them the person needs help. */
const MOST_PAGES = 12;
const NEAR_END_BITS = 0x0c;

export function beginProof(): ProofStep {
  return {
    state: {
      stage: { at: 'interviewing' },
      way: 0,
      found: null,
      profile: null,
      result: null,
      wrongPages: [],
      confirmed: [],
      pages: 0,
    },
    effects: [{ do: 'interview', way: 0 }],
  };
}

/** An event that does not fit the stage changes nothing. */
export function stepProof(plan: ProofPlan, state: ProofState, event: ProofEvent): ProofStep {
  const { stage } = state;
  switch (event.type) {
    case 'unanswered':
      return stage.at === 'interviewing' ? afterSilence(plan, state) : stay(state);
    case 'interviewed':
      return stage.at === 'interviewing' ? afterInterview(plan, state, event.found) : stay(state);
    case 'printed':
      return stage.at === 'printing' ? afterPage(state, event.result) : stay(state);
    case 'said':
      return stage.at === 'asking' ? afterAnswer(state, stage.question, event.answer) : stay(state);
    case 'again':
      return stage.at === 'silent' || stage.at === 'cannot-print' || stage.at === 'failed' ? beginProof() : stay(state);
    case 'print-anyway':
      return stage.at === 'silent' ? propose(plan, { ...state, way: 0 }, NOTHING_FOUND) : stay(state);
  }
}

const stay = (state: ProofState): ProofStep => ({ state, effects: [] });
const at = (state: ProofState, stage: ProofStage): ProofStep => stay({ ...state, stage });

function afterSilence({ ways }: ProofPlan, state: ProofState): ProofStep {
  const way = state.way + 1;
  if (way >= ways) return at(state, { at: 'silent' });
  return { state: { ...state, way }, effects: [{ do: 'interview', way }] };
}

function afterInterview(plan: ProofPlan, state: ProofState, found: Findings): ProofStep {
  if (found.status.length === 0 && !found.starStatus) return afterSilence(plan, state);
  const condition = conditionOf(found);
  if (condition !== null && !canPrint(condition)) return at({ ...state, found }, { at: 'cannot-print', condition });
  return propose(plan, state, found);
}

function propose({ deviceName, profiles }: ProofPlan, state: ProofState, found: Findings): ProofStep {
  const profile = proposeProfile(found, deviceName, profiles);
  return profile === null ? at(state, { at: 'silent' }) : print({ ...state, found }, profile);
}

function print(state: ProofState, profile: PrinterProfile): ProofStep {
  return {
    state: { ...state, stage: { at: 'printing' }, profile, result: null, pages: state.pages + 1 },
    effects: [{ do: 'print', way: state.way, profile }],
  };
}

function afterPage(state: ProofState, result: PrintResult): ProofStep {
  if (result.kind === 'not-sent') return at(state, { at: 'cannot-print', condition: result.cause });
  return at({ ...state, result }, { at: 'asking', question: 'came-out' });
}

function afterAnswer(state: ProofState, question: ProofQuestion, answer: ProofAnswer): ProofStep {
  const { profile } = state;
  if (profile === null || !ANSWERS[question].some((one) => one === answer)) return stay(state);
  switch (answer) {
    case 'whole':
      return whole(state, profile);
    case 'wrong':
      return at(state, { at: 'asking', question: 'what-is-wrong' });
    case 'nothing':
      return at(state, { at: 'failed', over: 'nothing-came-out' });
    case 'other':
      return at(state, { at: 'failed', over: 'other' });
    case 'yes':
      return proven(state, { ...profile, nearEndSensor: true }, ['/nearEndSensor']);
    case 'no':
      return proven(state, { ...profile, nearEndSensor: false }, ['/nearEndSensor']);
    default: {
      const changed = mended(state, profile, answer);
      if (changed === null || state.pages >= MOST_PAGES) return at(state, { at: 'failed', over: answer });
      const wrongPages = answer === 'letters' ? [...state.wrongPages, profile.cp1252Page] : state.wrongPages;
      return print({ ...state, wrongPages }, changed);
    }
  }
}

function mended(
  { wrongPages }: ProofState,
  profile: PrinterProfile,
  answer: 'line-broken' | 'letters' | 'code' | 'not-cut',
): PrinterProfile | null {
  switch (answer) {
    case 'line-broken': {
      const widthDots = WIDTHS.find((width) => width < profile.widthDots);
      if (widthDots === undefined) return null;
      const columnsOf = (font: 'a' | 'b') => Math.floor(widthDots / FONT_CELL[font].widthDots);
      return { ...profile, widthDots, columns: { a: columnsOf('a'), b: columnsOf('b') } };
    }
    case 'letters': {
      const cp1252Page = PAGES.find((page) => page !== profile.cp1252Page && !wrongPages.includes(page));
      return cp1252Page === undefined ? null : { ...profile, cp1252Page };
    }
    case 'code':
      return profile.nativeQr ? { ...profile, nativeQr: false } : null;
    case 'not-cut':
      return profile.cutter === 'none' ? null : { ...profile, cutter: 'none', cutMs: 0 };
  }
}

/** Handles the person's answer that the test page is complete, and compares it with the result that the printer reported. */
function whole(state: ProofState, profile: PrinterProfile): ProofStep {
  const { result, found, pages } = state;
  // The page came out although the printer did not confirm it, so the next page is printed with a weaker method of confirmation.
  if (result?.kind !== 'printed' && profile.confirmation !== 'none' && pages < MOST_PAGES)
    return print(state, { ...profile, confirmation: weaker(profile, found) });
  const seen = ['/widthDots', '/columns', '/cp1252Page', '/nativeQr', '/cutter', '/confirmation'];
  const next = { ...state, confirmed: seen };
  const isNearEnd = ((found?.status[3] ?? 0) & NEAR_END_BITS) !== 0;
  return isNearEnd ? at(next, { at: 'asking', question: 'roll-low' }) : proven(next, profile, []);
}

function weaker(profile: PrinterProfile, found: Findings | null): PrinterProfile['confirmation'] {
  const answersInOrder = found?.answersInOrder === true && Object.hasOwn(dialectOf(profile).proofs, 'fence');
  return profile.confirmation === 'process-id' && answersInOrder ? 'fence' : 'none';
}

function proven(state: ProofState, profile: PrinterProfile, also: readonly string[]): ProofStep {
  const confirmed = [...state.confirmed, ...also];
  const toConfirm = profile.toConfirm.filter((pointer) => !confirmed.includes(pointer));
  return at({ ...state, confirmed, profile: { ...profile, toConfirm } }, { at: 'proven' });
}
