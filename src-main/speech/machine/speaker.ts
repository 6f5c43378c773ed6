import { type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { Say, Sound } from '../contract/speech.ts';
import type { Sentence, SoundPiece, Speech, SpeechFault, Synthesiser } from '../ports/speech.ts';
import { type SpeechFaultKind, type SynthesiserState, USUAL_SPEED } from '../rules/speech.ts';
import { createPace, shortPieces } from './pacing.ts';
import { plainSpeech } from './plain-speech.ts';

export interface Speaker extends Speech {
  close(): Promise<void>;
}

export interface SpeakerParts {
  synthesiser: Synthesiser;
  clock: Clock;
  log: Log;
  tell: (sound: Sound) => void;
  onChange: () => void;
}

/** A sentence that is rendered and discarded, to find out whether the synthesiser works. */
const TRIED_WITH: Sentence = { text: '1', language: 'ca', speed: USUAL_SPEED };
const NO_SOUND = { sampleRate: 22_050, pcm: '' };

type Rendered = Result<null, SpeechFault>;

interface Standing {
  state: SynthesiserState;
  retryAfterMs: number;
  /** The last logged fault, so that a fault is logged when it begins and not at each retry. */
  fault: SpeechFaultKind | null;
}

/** The sentence in progress; `sayId` is `null` for a silent trial. */
interface Current {
  readonly sayId: string | null;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

interface Speaking extends SpeakerParts {
  standing: Standing;
  current: Current | null;
  next: Say | null;
  callOffRetry: (() => void) | null;
  isClosed: boolean;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 60_000;

const beginStanding = (isThere: boolean): Standing => ({
  state: isThere ? 'ready' : 'none',
  retryAfterMs: FIRST_RETRY_MS,
  fault: null,
});

const afterSpoken = (standing: Standing): Standing =>
  standing.state === 'ready' && standing.fault === null ? standing : beginStanding(true);

const afterFault = (standing: Standing, fault: SpeechFaultKind): Standing => ({
  state: fault === 'speech-not-there' ? 'none' : 'dead',
  retryAfterMs: standing.fault === null ? FIRST_RETRY_MS : Math.min(2 * standing.retryAfterMs, LAST_RETRY_MS),
  fault,
});

/**
 * Speaks one sentence at a time. A new sentence interrupts the current one. If several arrive before the current one has ended, only the
 * last is spoken. A synthesiser that fails counts as dead until a retry succeeds; until then sentences are refused.
 */
export function createSpeaker(parts: SpeakerParts): Speaker {
  const speaking: Speaking = {
    ...parts,
    standing: beginStanding(parts.synthesiser.isThere()),
    current: null,
    next: null,
    callOffRetry: null,
    isClosed: false,
  };
  run(speaking, null);
  return {
    state: () => speaking.standing.state,
    fault: () => speaking.standing.fault,
    say(order) {
      if (speaking.standing.state !== 'ready') return refuse({ kind: 'no-speech' });
      speaking.next = order;
      if (speaking.current === null) goOn(speaking);
      else if (speaking.current.sayId !== null) speaking.current.abort.abort();
      return succeed(null);
    },
    hush({ sayId }) {
      const { current, next } = speaking;
      if (sayId === null || next?.sayId === sayId) speaking.next = null;
      if (current === null || current.sayId === null) return;
      if (sayId === null || current.sayId === sayId) current.abort.abort();
    },
    async close() {
      speaking.isClosed = true;
      speaking.callOffRetry?.();
      speaking.next = null;
      speaking.current?.abort.abort();
      await speaking.current?.done;
    },
  };
}

function run(speaking: Speaking, order: Say | null): void {
  const abort = new AbortController();
  const done = order === null ? tryOut(speaking, abort.signal) : utter(speaking, order, abort.signal);
  speaking.current = { sayId: order?.sayId ?? null, abort, done: done.then(() => goOn(speaking)) };
}

function goOn(speaking: Speaking): void {
  const order = speaking.next;
  speaking.current = null;
  speaking.next = null;
  if (speaking.isClosed) return;
  const isReady = speaking.standing.state === 'ready';
  if (order === null) {
    // The time of a retry came while a sentence was spoken, so the retry runs now.
    if (!isReady && speaking.callOffRetry === null) run(speaking, null);
    return;
  }
  if (isReady) run(speaking, order);
  else speaking.tell({ ...NO_SOUND, sayId: order.sayId, ended: 'failed' });
}

async function tryOut(speaking: Speaking, signal: AbortSignal): Promise<void> {
  const rendered = await render(speaking.synthesiser, TRIED_WITH, signal, async () => undefined);
  if (!signal.aborted) judge(speaking, rendered);
}

async function utter(speaking: Speaking, order: Say, signal: AbortSignal): Promise<void> {
  const { synthesiser, clock, tell } = speaking;
  const { sayId, language, speed } = order;
  const text = plainSpeech(order.text);
  if (text === '') {
    tell({ ...NO_SOUND, sayId, ended: 'spoken' });
    return;
  }
  const pace = createPace(clock, signal);
  let { sampleRate } = NO_SOUND;
  const rendered = await render(synthesiser, { text, language, speed }, signal, async (piece) => {
    await pace.due(piece);
    if (signal.aborted) return;
    sampleRate = piece.sampleRate;
    tell({ sayId, sampleRate, pcm: Buffer.from(piece.pcm).toString('base64'), ended: null });
  });
  if (signal.aborted) return;
  judge(speaking, rendered);
  tell({ sayId, sampleRate, pcm: '', ended: rendered.ok ? 'spoken' : 'failed' });
}

function judge(speaking: Speaking, rendered: Rendered): void {
  const { standing, log, clock } = speaking;
  if (rendered.ok) {
    if (standing.fault !== null) log.event('speech-ready');
    stand(speaking, afterSpoken(standing));
    return;
  }
  const { kind, detail } = rendered.error;
  if (standing.fault !== kind) log.event(kind, { detail });
  stand(speaking, afterFault(standing, kind));
  if (speaking.isClosed) return;
  speaking.callOffRetry ??= clock.after(speaking.standing.retryAfterMs, () => {
    speaking.callOffRetry = null;
    if (speaking.current === null) run(speaking, null);
  });
}

function stand(speaking: Speaking, after: Standing): void {
  const before = speaking.standing;
  speaking.standing = after;
  const isNew = before.state !== after.state || before.fault !== after.fault;
  if (isNew && !speaking.isClosed) speaking.onChange();
}

async function render(
  synthesiser: Synthesiser,
  sentence: Sentence,
  signal: AbortSignal,
  send: (piece: SoundPiece) => Promise<void>,
): Promise<Rendered> {
  const pieces = synthesiser.render(sentence, signal);
  let step = await pieces.next();
  while (step.done !== true) {
    for (const piece of shortPieces(step.value)) if (!signal.aborted) await send(piece);
    step = await pieces.next();
  }
  return step.value;
}
