import { canPrint, type PrinterCondition } from '../printer/contract.ts';
import { ASK_FULL_STATUS } from '../printer/dialect-custom.ts';
import {
  ASK_IN_TURN,
  askWhenPrinted,
  DROP_EVERYTHING,
  QUESTIONS as EPSON_QUESTIONS,
  escPosCondition,
} from '../printer/dialect-escpos.ts';
import { ASK_STATUS } from '../printer/dialect-star.ts';
import type { Conversation } from './conversation.ts';

/** The observed behaviour of a printer; `null` where nothing was tried. */
export interface Findings {
  status: readonly number[];
  names: { maker: string | null; model: string | null; firmware: string | null } | null;
  answersInOrder: boolean | null;
  processId: boolean | null;
  clearing: boolean | null;
  starStatus: boolean | null;
  customStatus: boolean | null;
}

export const NOTHING_FOUND: Findings = {
  status: [],
  names: null,
  answersInOrder: null,
  processId: null,
  clearing: null,
  starStatus: null,
  customStatus: null,
};

const isStatus = (byte: number) => (byte & 0x93) === 0x12;
const endsInZero = (answer: readonly number[]) => answer.at(-1) === 0;
/** `GS I n` asks for a name: 66 maker, 67 model, 65 firmware. The printer answers `5F text 00`. */
const askName = (n: number) => Uint8Array.of(0x1d, 0x49, n);
const PROBE_ID = 'Torn';

/**
 * Asks a printer every question that its condition allows. A printer that does not know the last questions prints their bytes as letters,
 * so a person must watch the paper.
 */
export async function interview(conversation: Conversation): Promise<Findings> {
  const found: Findings = { ...NOTHING_FOUND, status: await askStatus(conversation) };
  if (found.status.length === 0) {
    found.starStatus = isStarStatus(await conversation.ask(ASK_STATUS, isStarStatus));
    return found;
  }
  const condition = conditionOf(found);
  found.customStatus = isCustomStatus(await conversation.ask(ASK_FULL_STATUS, isCustomStatus));
  found.names = await askNames(conversation);
  if (condition !== null && !canPrint(condition)) return found;
  const sensor = await conversation.ask(ASK_IN_TURN, (answer) => answer.some((byte) => (byte & 0x90) === 0));
  found.answersInOrder = sensor.some((byte) => (byte & 0x90) === 0);
  await askForProof(conversation, found);
  return found;
}

async function askForProof(conversation: Conversation, found: Findings): Promise<void> {
  const proof = [0x37, 0x22, ...Buffer.from(PROBE_ID, 'latin1'), 0x00];
  found.processId = includes(
    await conversation.ask(askWhenPrinted(PROBE_ID), (answer) => includes(answer, proof)),
    proof,
  );
  const dropped = [0x37, 0x25, 0x00];
  found.clearing = includes(await conversation.ask(DROP_EVERYTHING, (answer) => includes(answer, dropped)), dropped);
  // Letters that the printer printed must not appear at the head of the next ticket, so four empty lines push them out.
  if (!found.processId && !found.clearing) await conversation.ask(Uint8Array.of(0x0a, 0x0a, 0x0a, 0x0a), () => true);
}

/** Asks one question at a time and stops at the first without an answer, because all answers look alike. */
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
  // A printer without a maker's name has no other names.
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

/** Recognises Star's status: the first byte is `0xx0xxx1`, and there are at least the seven bytes that every model sends. */
const isStarStatus = ([first = 0, ...rest]: readonly number[]): boolean => (first & 0x91) === 0x01 && rest.length >= 6;

const isCustomStatus = (answer: readonly number[]): boolean =>
  answer[0] === 0x10 && answer[1] === 0x0f && answer.length >= 6;

/** Returns the condition from the four answers; `null` if some are missing. */
export function conditionOf({ status }: Pick<Findings, 'status'>): PrinterCondition | null {
  if (status.length < EPSON_QUESTIONS.length) return null;
  return escPosCondition(
    status.map((bits) => [bits]),
    { nearEndSensor: true },
  );
}

function includes(answer: readonly number[], part: readonly number[]): boolean {
  return answer.some((_, start) => part.every((byte, index) => answer[start + index] === byte));
}
