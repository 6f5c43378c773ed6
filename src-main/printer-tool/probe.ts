import { canPrint, type PrinterCondition } from '../../hardware/printer/contract.ts';
import { QUESTIONS as CUSTOM_QUESTIONS } from '../../hardware/printer/dialect-custom.ts';
import {
  ASK_IN_TURN,
  askWhenPrinted,
  DROP_EVERYTHING,
  QUESTIONS as EPSON_QUESTIONS,
  escPosCondition,
} from '../../hardware/printer/dialect-escpos.ts';
import { QUESTIONS as STAR_QUESTIONS } from '../../hardware/printer/dialect-star.ts';
import type { PrinterProfile } from '../../hardware/printer/profile.ts';
import type { Conversation } from './conversation.ts';
import type { Terminal } from './terminal.ts';
import { conditionSentence, TEXTS } from './texts.ts';

/** What a printer was seen to do. `null` where it was not tried. */
export interface Findings {
  /** Answers to the four questions; as many as came. */
  status: readonly number[];
  names: { maker: string | null; model: string | null; firmware: string | null } | null;
  answersInOrder: boolean | null;
  processId: boolean | null;
  clearing: boolean | null;
  starStatus: boolean | null;
  customStatus: boolean | null;
}

/** The part of a profile that only the printer itself can vouch for. */
export type Suggestion = Pick<PrinterProfile, 'commandSet' | 'confirmation' | 'clearing'> & {
  dialect: PrinterProfile['status']['dialect'];
};

const isStatus = (byte: number) => (byte & 0x93) === 0x12;
const endsInZero = (answer: readonly number[]) => answer.at(-1) === 0;
/** `GS I n`: 66 maker, 67 model, 65 firmware; answered `5F text 00`. */
const askName = (n: number) => Uint8Array.of(0x1d, 0x49, n);
const PROBE_ID = 'Torn';

/** Asks all that can be asked, tells each answer in a sentence, and gives back what was found. */
export async function probe(
  conversation: Conversation,
  terminal: Terminal,
  { isWatched }: { isWatched: boolean },
): Promise<Findings> {
  const { say } = terminal;
  const found: Findings = {
    status: await askStatus(conversation),
    names: null,
    answersInOrder: null,
    processId: null,
    clearing: null,
    starStatus: null,
    customStatus: null,
  };
  if (found.status.length === 0) {
    say(TEXTS.noStatus);
    const answer = await askAll(conversation, STAR_QUESTIONS, isStarStatus);
    found.starStatus = isStarStatus(answer);
    if (found.starStatus) say(TEXTS.starStatus);
    return found;
  }
  say(TEXTS.answersStatus(found.status.length));
  const condition = conditionOf(found.status);
  if (condition !== null) say(conditionSentence(condition));

  found.customStatus = isCustomStatus(await askAll(conversation, CUSTOM_QUESTIONS, isCustomStatus));
  if (found.customStatus) say(TEXTS.customStatus);

  found.names = await askNames(conversation);
  const { maker, model, firmware } = found.names;
  say(
    maker === null && model === null && firmware === null
      ? TEXTS.noNames
      : TEXTS.names(maker ?? TEXTS.unsaid, model ?? TEXTS.unsaid, firmware ?? TEXTS.unsaid),
  );
  if (condition !== null && !canPrint(condition)) {
    say(TEXTS.fixFirst);
    return found;
  }

  const sensor = await conversation.ask(ASK_IN_TURN, (answer) => answer.some((byte) => (byte & 0x90) === 0));
  found.answersInOrder = sensor.some((byte) => (byte & 0x90) === 0);
  say(found.answersInOrder ? TEXTS.answersInOrder : TEXTS.noAnswerInOrder);

  say(TEXTS.letters);
  if (!isWatched && !(await terminal.agrees(TEXTS.watching))) {
    say(TEXTS.skipped);
    return found;
  }
  await probeProof(conversation, terminal, found);
  return found;
}

async function probeProof(conversation: Conversation, { say }: Terminal, found: Findings): Promise<void> {
  const proof = [0x37, 0x22, ...Buffer.from(PROBE_ID, 'latin1'), 0x00];
  found.processId = includes(
    await conversation.ask(askWhenPrinted(PROBE_ID), (answer) => includes(answer, proof)),
    proof,
  );
  say(found.processId ? TEXTS.processId : TEXTS.noProcessId);
  const dropped = [0x37, 0x25, 0x00];
  found.clearing = includes(await conversation.ask(DROP_EVERYTHING, (answer) => includes(answer, dropped)), dropped);
  say(found.clearing ? TEXTS.clears : TEXTS.doesNotClear);
  // Letters that it took for text would stand at the head of the next ticket.
  if (!found.processId && !found.clearing) await conversation.ask(Uint8Array.of(0x0a, 0x0a, 0x0a, 0x0a), () => true);
}

/** One by one, and no further than the first that is not answered: all answers look alike. */
async function askStatus(conversation: Conversation): Promise<number[]> {
  const answers: number[] = [];
  for (const question of EPSON_QUESTIONS) {
    const bits = (await conversation.ask(question, (answer) => answer.some(isStatus))).find(isStatus);
    if (bits === undefined) break;
    answers.push(bits);
  }
  return answers;
}

async function askNames(conversation: Conversation): Promise<NonNullable<Findings['names']>> {
  const ask = async (n: number) => readName(await conversation.ask(askName(n), endsInZero));
  const maker = await ask(66);
  // A printer that does not say one says none.
  if (maker === null) return { maker: null, model: null, firmware: null };
  return { maker, model: await ask(67), firmware: await ask(65) };
}

function readName(answer: readonly number[]): string | null {
  const start = answer.indexOf(0x5f);
  if (start < 0 || !endsInZero(answer)) return null;
  return Buffer.from(answer.slice(start + 1, -1))
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '?');
}

async function askAll(
  conversation: Conversation,
  questions: readonly Uint8Array[],
  isWhole: (answer: readonly number[]) => boolean,
): Promise<readonly number[]> {
  return conversation.ask(Buffer.concat(questions), isWhole);
}

/** `0xx0xxx1`, and at least the seven bytes that every model sends. */
const isStarStatus = ([first = 0, ...rest]: readonly number[]): boolean => (first & 0x91) === 0x01 && rest.length >= 6;

const isCustomStatus = (answer: readonly number[]): boolean =>
  answer[0] === 0x10 && answer[1] === 0x0f && answer.length >= 6;

function conditionOf(status: readonly number[]): PrinterCondition | null {
  if (status.length < EPSON_QUESTIONS.length) return null;
  return escPosCondition(
    status.map((bits) => [bits]),
    { nearEndSensor: true },
  );
}

function includes(answer: readonly number[], part: readonly number[]): boolean {
  return answer.some((_, start) => part.every((byte, index) => answer[start + index] === byte));
}

/** What the findings prove, and no more; `null` when nothing answered or too little was tried. */
export function suggest(found: Findings): Suggestion | null {
  if (found.starStatus)
    return { commandSet: 'star-line', dialect: 'star', confirmation: 'star-counter', clearing: 'star-can' };
  if (found.processId === null) return null;
  return {
    commandSet: 'escpos',
    // Whoever reads Custom's own status does not read these answers.
    dialect: found.customStatus && !found.processId && !found.clearing ? 'custom' : 'escpos',
    confirmation: confirmationOf(found),
    clearing: found.clearing ? 'dle-dc4-8' : 'none',
  };
}

function confirmationOf({ processId, answersInOrder }: Findings): Suggestion['confirmation'] {
  if (processId) return 'process-id';
  return answersInOrder ? 'fence' : 'none';
}
