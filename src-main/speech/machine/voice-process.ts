import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { messageOf, type Result, refuse, succeed } from '../../domain/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Rendering, SpeechFault } from '../ports/speech.ts';
import type { SpeechFaultKind } from '../rules/speech.ts';
import { isHeard, lengthMs } from './pacing.ts';
import { createWavReader } from './wav.ts';

export interface VoiceCommand {
  file: string;
  arguments: readonly string[];
}

/** Longest silence of a synthesiser before it counts as hung; it starts within 100 ms even on a slow machine. */
const SILENT_FOR_MS = 3_000;
/** Largest sound accepted, in bytes; the longest text at the slowest speed takes fewer. */
const MOST_SOUND_BYTES = 64 * 1024 * 1024;
/**
 * `setpriv` of Debian's util-linux ends the program when the core ends, even if the core was killed, and keeps the program from gaining
 * privileges.
 */
const SETPRIV = '/usr/bin/setpriv';
const UNDER = ['--pdeathsig', 'KILL', '--no-new-privs', '--'];

type Child = ChildProcessByStdio<Writable, Readable, null>;

interface Running {
  child: Child;
  end(): void;
  ended: Promise<string>;
}

/** Passes the text through stdin, because every user of the machine can read a program's arguments. */
export async function* speakByProcess(
  command: VoiceCommand,
  text: string,
  signal: AbortSignal,
  clock: Clock,
): Rendering {
  const begun = begin(command, text);
  if (!begun.ok) return begun;
  const running = begun.value;
  const mostMs = longestSoundMs(text);
  signal.addEventListener('abort', running.end, { once: true });
  if (signal.aborted) running.end();
  try {
    return yield* soundOf(running, mostMs, clock);
  } finally {
    signal.removeEventListener('abort', running.end);
    running.end();
    // Waiting for the end keeps two programs from running at once when sentences follow quickly.
    await within(clock, running.ended);
  }
}

function begin(command: VoiceCommand, text: string): Result<Running, SpeechFault> {
  try {
    return succeed(spawnVoice(command, text));
  } catch (error) {
    // Starting a process throws if the machine lacks memory or handles.
    return refuse({ kind: 'speech-failed', detail: messageOf(error) });
  }
}

function spawnVoice({ file, arguments: given }: VoiceCommand, text: string): Running {
  const [program, args] = existsSync(SETPRIV) ? [SETPRIV, [...UNDER, file, ...given]] : [file, given];
  const child: Child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    // The program gets almost no environment, and its own process group so that its children end with it.
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
    cwd: '/',
    detached: true,
  });
  const ended = new Promise<string>((resolve) => {
    child.once('error', () => resolve('could not be started'));
    child.once('exit', (code, by) => resolve(by === null ? `code ${code}` : `signal ${by}`));
  });
  // The program may end before it has read everything; `ended` reports that.
  child.stdin.on('error', () => undefined);
  child.stdin.end(`${text}\n`);
  let isOver = false;
  return {
    child,
    ended,
    end() {
      // Kills the process group only once, because its id may belong to another process later.
      if (!isOver && child.pid !== undefined) killGroup(child.pid);
      isOver = true;
      child.stdout.destroy();
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The process had already ended.
  }
}

/** Longest sound accepted for a text; no voice takes longer, even if each character is a number spelt out at the slowest speed. */
const longestSoundMs = (text: string): number => 10_000 + 1_000 * text.length;

async function* soundOf({ child, ended }: Running, mostMs: number, clock: Clock): Rendering {
  const reader = createWavReader();
  const chunks = child.stdout[Symbol.asyncIterator]();
  let bytes = 0;
  let soundMs = 0;
  let wasHeard = false;
  for (;;) {
    const next = await within(clock, nextOf(chunks));
    if (next === null) return fault('speech-hung', `the voice sent nothing for ${SILENT_FOR_MS} ms`);
    if (next.done === true) break;
    bytes += next.value.length;
    if (bytes > MOST_SOUND_BYTES) return fault('speech-failed', 'the sound does not end');
    const read = reader.push(next.value);
    if (!read.ok) return fault('speech-failed', read.error.detail);
    if (read.value === null) continue;
    soundMs += lengthMs(read.value);
    if (soundMs > mostMs) return fault('speech-failed', 'the sound does not end');
    wasHeard ||= isHeard(read.value);
    yield read.value;
  }
  const how = await within(clock, ended);
  if (how === null) return fault('speech-hung', 'the voice does not end');
  if (how !== 'code 0') return fault('speech-failed', how);
  if (reader.isCut()) return fault('speech-failed', 'the sound is cut off');
  return wasHeard ? succeed(null) : fault('speech-silent', 'the voice ended well without audible sound');
}

/** A destroyed stream throws an error, which is treated as the end of the stream. */
const nextOf = (chunks: AsyncIterator<Buffer>): Promise<IteratorResult<Buffer>> =>
  chunks.next().catch(() => ({ done: true, value: undefined }));

const fault = (kind: SpeechFaultKind, detail: string): Result<null, SpeechFault> => refuse({ kind, detail });

function within<T>(clock: Clock, wanted: Promise<T>): Promise<T | null> {
  const { promise, resolve } = Promise.withResolvers<T | null>();
  const callOff = clock.after(SILENT_FOR_MS, () => resolve(null));
  void wanted.then(resolve).finally(callOff);
  return promise;
}
