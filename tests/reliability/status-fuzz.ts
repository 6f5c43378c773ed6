import type { PrinterMessage } from '../../hardware/printer/dialect.ts';
import { dialectOf } from '../../hardware/printer/dialects.ts';
import type { ExchangeEvent, ExchangePlan, ExchangeState } from '../../hardware/printer/exchange.ts';
import { beginExchange, step } from '../../hardware/printer/job.ts';
import { createStatusReader } from '../../hardware/printer/status.ts';
import type { Part } from './part.ts';
import { createRandom, type Random } from './random.ts';

type Reader = (bytes: Uint8Array) => PrinterMessage[];
type Bytes = readonly number[];

/** A kind of proof that a job was printed, and the bytes that a printer with this kind of proof sends. */
interface Speaker {
  name: string;
  profile: ExchangePlan['profile'];
  /** The answers of a printer without a fault, in the sequence of the driver's requests. */
  idle: readonly Bytes[];
  /** The valid answers of a printer while a job is printing, except the proof that the job was printed. */
  answers: readonly Bytes[];
  proof: Bytes;
  /** Whether these bytes contain the job's proof, found without the parser. */
  holdsProof(bytes: Bytes): boolean;
  mine: PrinterMessage;
}

const OWN_ID = 'Q7~x';
/** This id differs from the job's id in three characters, so that two damaged bytes cannot turn one into the other. */
const OTHER_ID = 'k2Mx';
const COUNT_BEFORE = 5;

const ascii = (text: string): Bytes => [...Buffer.from(text, 'latin1')];
const isFlowControl = (byte: number) => byte === 0x11 || byte === 0x13;
const withoutFlowControl = (bytes: Bytes) => bytes.filter((byte) => !isFlowControl(byte));
const textOf = (bytes: Bytes) => Buffer.from(bytes).toString('latin1');
/** A character class of a regular expression for the bytes that `isIn` accepts. */
const bytesWhere = (isIn: (byte: number) => boolean): string =>
  `[${Array.from({ length: 256 }, (_, byte) => byte)
    .filter(isIn)
    .map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`)
    .join('')}]`;

const only = (wanted: number) => bytesWhere((byte) => byte === wanted);

const REAL_TIME = new RegExp(
  bytesWhere((byte) => (byte & 0xf3) === 0x12),
  'g',
);
const BLOCK = new RegExp(`[57;=_]${bytesWhere((byte) => byte >= 0x20)}{0,80}${only(0)}`, 'g');
const STATUS = new RegExp(
  bytesWhere((byte) => (byte & 0x93) === 0x12),
  'g',
);
const REPORT = new RegExp(
  `${bytesWhere((byte) => (byte & 0x93) === 0x10)}${bytesWhere((byte) => (byte & 0x90) === 0)}{3}`,
  'g',
);
const FULL_STATUS = new RegExp(`${only(0x10)}${only(0x0f)}[\\s\\S]{4}`, 'g');
const LONE_ANSWER = new RegExp(bytesWhere((byte) => (byte & 0x9c) === 0));

const epsonBlock = (content: string) => `7${content}\0`;
const holdsEpsonProof = (bytes: Bytes, id: string) =>
  textOf(withoutFlowControl(bytes))
    .replace(REAL_TIME, '')
    .includes(epsonBlock(`"${id}`));
const holdsLoneAnswer = (bytes: Bytes) =>
  LONE_ANSWER.test(textOf(withoutFlowControl(bytes)).replace(BLOCK, '').replace(STATUS, '').replace(REPORT, ''));
const holdsLoneAnswerOfCustom = (bytes: Bytes) =>
  LONE_ANSWER.test(textOf(withoutFlowControl(bytes)).replace(FULL_STATUS, ''));

const starReport = (count: number, ...[printer = 0, error = 0, paper = 0]: number[]): Bytes => [
  0x23,
  0x06,
  printer,
  error,
  0,
  paper,
  0,
  ((count & 7) << 1) | ((count & 0x18) << 2),
  0,
];
const fiveBits = (byte: number) => ((byte >> 1) & 7) | ((byte >> 2) & 0x18);
function holdsStarProof(all: Bytes): boolean {
  const bytes = withoutFlowControl(all);
  return bytes.some((header, at) => {
    const length = fiveBits(header) + (((bytes[at + 1] ?? 0) >> 6) & 2);
    const report = bytes.slice(at, at + length);
    const fits = (header & 0x91) === 1 && length > 7 && report.length === length;
    return fits && report.every((byte) => (byte & 0x10) === 0) && fiveBits(report[7] ?? 0) === COUNT_BEFORE + 1;
  });
}

const EPSON_IDLE: readonly Bytes[] = [[0x16], [0x12], [0x12], [0x12]];
const EPSON_ANSWERS: readonly Bytes[] = [
  ...EPSON_IDLE,
  [0x1e],
  [0x32],
  [0x72],
  [0x14, 0, 0, 0x0f],
  [0x14, 0, 3, 0x0f],
  [0x1c, 0, 0x0f, 0x0f],
  [0x3c, 0, 0x0c, 0x0f],
  [0x1c, 0x08, 0, 0x0f],
  [0x1c, 0x40, 0, 0x0f],
  ascii(epsonBlock(`"${OTHER_ID}`)),
  ascii(epsonBlock('%')),
  ascii(epsonBlock('#A')),
  ascii('_TM-T88III\0'),
];
const ESCPOS_STATUS = { dialect: 'escpos', reportsChanges: true } as const;

const SPEAKERS: readonly Speaker[] = [
  {
    name: 'process-id',
    profile: { confirmation: 'process-id', clearing: 'dle-dc4-8', nearEndSensor: true, status: ESCPOS_STATUS },
    idle: EPSON_IDLE,
    answers: [...EPSON_ANSWERS, [0x00], [0x03]],
    proof: ascii(epsonBlock(`"${OWN_ID}`)),
    holdsProof: (bytes) => holdsEpsonProof(bytes, OWN_ID),
    mine: { kind: 'printed', processId: OWN_ID },
  },
  {
    name: 'ordered acknowledgement',
    profile: { confirmation: 'fence', clearing: 'none', nearEndSensor: true, status: ESCPOS_STATUS },
    idle: EPSON_IDLE,
    answers: EPSON_ANSWERS,
    proof: [0x00],
    holdsProof: holdsLoneAnswer,
    mine: { kind: 'paper-sensor', bits: 0 },
  },
  {
    name: 'ordered acknowledgement of a Custom',
    profile: {
      confirmation: 'fence',
      clearing: 'none',
      nearEndSensor: true,
      status: { dialect: 'custom', reportsChanges: false },
    },
    idle: [[0x10, 0x0f, 0, 0, 0, 0]],
    answers: [
      [0x10, 0x0f, 0, 0, 0, 0],
      [0x10, 0x0f, 5, 0, 0, 0],
      [0x10, 0x0f, 0x20, 2, 0x20, 0],
      [0x10, 0x0f, 0, 8, 0, 1],
    ],
    proof: [0x03],
    holdsProof: holdsLoneAnswerOfCustom,
    mine: { kind: 'paper-sensor', bits: 0 },
  },
  {
    name: 'star-counter',
    profile: {
      confirmation: 'star-counter',
      clearing: 'star-can',
      nearEndSensor: true,
      status: { dialect: 'star', reportsChanges: true },
    },
    idle: [starReport(COUNT_BEFORE)],
    answers: [
      starReport(COUNT_BEFORE),
      starReport(COUNT_BEFORE, 0x08, 0, 0x0c),
      starReport(COUNT_BEFORE, 0x28),
      starReport(COUNT_BEFORE, 0x08, 0x40),
      starReport(COUNT_BEFORE - 1),
      starReport(0),
      [0x0f, 0x02, 0, 0, 0, 0, 0],
    ],
    proof: starReport(COUNT_BEFORE + 1),
    holdsProof: holdsStarProof,
    mine: { kind: 'changed', condition: 'ready', count: COUNT_BEFORE + 1 },
  },
  {
    name: 'none',
    profile: { confirmation: 'none', clearing: 'none', nearEndSensor: true, status: ESCPOS_STATUS },
    idle: EPSON_IDLE,
    answers: [...EPSON_ANSWERS, [0x00]],
    proof: ascii(epsonBlock(`"${OWN_ID}`)),
    holdsProof: () => false,
    mine: { kind: 'printed', processId: OWN_ID },
  },
];

const TIMING = { answerTimeoutMs: 1, clearTimeoutMs: 1, jobMarginMs: 1, overheatedTimeoutMs: 1 };
const planOf = (profile: ExchangePlan['profile']): ExchangePlan => ({
  clearFirst: false,
  job: { processId: OWN_ID, wireMs: 1, printMs: 1 },
  profile,
  timing: TIMING,
});

/** Makes a stream of answers, some of them damaged, or sometimes of random bytes. */
function say(random: Random, { answers, proof }: Speaker): number[] {
  if (random.chance(0.1)) return random.bytes(random.int(1, 40));
  const said = Array.from({ length: random.int(1, 5) }, () => random.pick(answers));
  if (random.chance(0.3)) said.splice(random.int(0, said.length), 0, proof);
  const bytes = said.flat();
  for (let harm = random.int(0, 2); harm > 0; harm -= 1) HARMS[random.int(0, HARMS.length - 1)]?.(bytes, random);
  for (let flow = random.int(0, 2); flow > 0; flow -= 1)
    bytes.splice(random.int(0, bytes.length), 0, random.pick([0x11, 0x13]));
  return bytes;
}

const HARMS: readonly ((bytes: number[], random: Random) => void)[] = [
  (bytes, random) => {
    const at = random.int(0, bytes.length);
    if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(0, 7));
  },
  (bytes, random) => void bytes.splice(random.int(0, bytes.length), 1),
  (bytes, random) => void bytes.splice(random.int(0, bytes.length), 0, random.int(0, 255)),
  (bytes, random) => void bytes.splice(random.int(0, bytes.length)),
  (bytes, random) => void bytes.splice(0, random.int(0, bytes.length)),
  (bytes, random) => {
    const at = random.int(0, bytes.length);
    bytes.splice(at, 2, ...bytes.slice(at, at + 2).toReversed());
  },
  (bytes, random) => {
    const at = random.int(0, bytes.length);
    bytes.splice(at, 0, ...bytes.slice(at, at + random.int(1, 9)));
  },
];

function* split(random: Random, bytes: Bytes): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const end = Math.min(bytes.length, at + random.int(1, 9));
    yield Uint8Array.from(bytes.slice(at, end));
    at = end;
  }
}

/** The result of a job whose printer sends these chunks and then reports no fault. */
function resultOf(speaker: Speaker, read: Reader, chunks: Iterable<Uint8Array>): string {
  let { state } = beginExchange(planOf(speaker.profile));
  const feed = (event: ExchangeEvent) => {
    ({ state } = step(state, event));
  };
  const hear = (bytes: Uint8Array) => {
    for (const message of read(bytes)) feed({ kind: 'message', message });
  };
  const placeOf = (): ExchangeState['at'] => state.at;
  for (const answer of speaker.idle) hear(Uint8Array.from(answer));
  if (placeOf() !== 'printing') throw new Error(`${speaker.name} did not get its job`);
  for (const chunk of chunks) hear(chunk);
  if (placeOf() === 'printing') feed({ kind: 'deadline' });
  if (placeOf() === 'checking') for (const answer of speaker.idle) hear(Uint8Array.from(answer));
  for (let left = 4; placeOf() !== 'ended' && left > 0; left -= 1) feed({ kind: 'deadline' });
  return state.at === 'ended' ? (state.ending.result?.kind ?? 'no result') : `still ${state.at}`;
}

interface Found {
  violations: number;
  lost: number;
  printed: number;
}

type ReaderFor = (speaker: Speaker) => Reader;
const readerFor: ReaderFor = ({ profile }) => createStatusReader(dialectOf(profile).grammar(profile));

function tryStreams(from: number, to: number, seed: number, speakers: readonly Speaker[], reader: ReaderFor): Found {
  const found: Found = { violations: 0, lost: 0, printed: 0 };
  for (let stream = from; stream < to; stream += 1) {
    const random = createRandom(seed, stream);
    const speaker = random.pick(speakers);
    const bytes = say(random, speaker);
    try {
      const result = resultOf(speaker, reader(speaker), split(random, bytes));
      if (result === 'printed') found.printed += 1;
      if (result === 'printed' && !speaker.holdsProof(bytes)) found.lost += 1;
      else if (result.startsWith('still') || !readsHonestly(reader(speaker), reader(speaker), bytes, random))
        found.violations += 1;
    } catch {
      found.violations += 1;
    }
  }
  found.violations += found.lost;
  return found;
}

/** Whether a reader reports only what the bytes contain, and the same however the bytes are split. */
function readsHonestly(whole: Reader, pieces: Reader, bytes: Bytes, random: Random): boolean {
  const messages = whole(Uint8Array.from(bytes));
  const text = textOf(withoutFlowControl(bytes)).replace(REAL_TIME, '');
  for (const message of messages) {
    if (message.kind === 'printed' && !text.includes(epsonBlock(`"${message.processId}`))) return false;
    if (message.kind === 'dropped' && !text.includes(epsonBlock('%'))) return false;
  }
  const again = [...split(random, bytes)].flatMap(pieces);
  return JSON.stringify(again) === JSON.stringify(messages);
}

/** Plants a parser that accepts any next byte as the expected answer. */
const greedy: ReaderFor = (speaker) => {
  const read = readerFor(speaker);
  let gate = speaker.idle.length;
  return (bytes) => {
    gate -= 1;
    return gate === -1 ? [speaker.mine, ...read(bytes.subarray(1))] : read(bytes);
  };
};

const CONTROL_STREAMS = 500;
const STREAMS_A_STEP = 20_000;

/**
 * Reads `n` streams of true and damaged answers of printers, for every kind of proof that a job was printed. No stream may cause an
 * exception, or other messages when it is split differently, and no ticket may be reported as printed without the proof in the bytes. The
 * planted fault is a parser that accepts any byte as the expected answer.
 */
export const fuzzStatus: Part = async ({ n, seed, progress }) => {
  const sum: Found = { violations: 0, lost: 0, printed: 0 };
  for (let from = 0; from < n; from += STREAMS_A_STEP) {
    const found = tryStreams(from, Math.min(n, from + STREAMS_A_STEP), seed, SPEAKERS, readerFor);
    sum.violations += found.violations;
    sum.lost += found.lost;
    sum.printed += found.printed;
    progress(`${Math.min(n, from + STREAMS_A_STEP)} of ${n}, ${sum.printed} of them with proof`);
  }
  const provers = SPEAKERS.filter(({ profile }) => profile.confirmation !== 'none');
  const caught = provers.filter((speaker) => tryStreams(0, CONTROL_STREAMS, seed, [speaker], greedy).lost > 0).length;
  return {
    violations: sum.violations,
    lost: sum.lost,
    repeated: 0,
    control: { planted: provers.length, caught },
  };
};
