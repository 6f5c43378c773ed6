import type { ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isInPath } from '../../../build/processes.ts';
import { differences, type Image, readImage, writeImage } from '../../support/image-folder.ts';
import { createDisk, type Recording } from './disk.ts';
import { createTracer, isContentless, TRACED, Untraceable } from './trace.ts';

/** Longer than any write of a program here, so that strace does not truncate it. */
const LONGEST_STRING = 64 * 1024 * 1024;

/** A folder whose changes are all recorded if all programs that change it are run by `run`. */
export interface RecordedFolder {
  readonly path: string;
  /** Runs a program under the tracer; one program at a time. */
  run<T>(program: (under: readonly string[]) => Promise<T>): Promise<T>;
  /** Adds a line to the recording, such as an answer that a person has seen after the steps so far. */
  tell(line: string): void;
  /** The recording so far. Throws `Untraceable` if its steps do not lead to the folder's content. */
  recording(): Recording;
}

export function recordFolder(path: string, start: Image): RecordedFolder {
  needStrace();
  writeImage(path, start);
  const tracer = createTracer(path, start);
  const trace = `${path}.strace`;
  const under = [
    'strace',
    '-f',
    '-qq',
    '-y',
    '--seccomp-bpf',
    '-s',
    String(LONGEST_STRING),
    '-e',
    'signal=none',
    '-e',
    `trace=${TRACED.map((call) => `?${call}`).join(',')}`,
    '-o',
    trace,
  ];
  return {
    path,
    async run(program) {
      try {
        return await program(under);
      } finally {
        tracer.follow(readFileSync(trace), (file, offset, bytes) => writtenAt(join(path, file), offset, bytes));
        rmSync(trace);
      }
    },
    tell: tracer.tell,
    recording() {
      const recording = { start, steps: tracer.steps };
      const disk = createDisk(recording);
      disk.advance(tracer.steps.length);
      const wrong = differences(disk.live(), readImage(path)).filter((name) => !isContentless(name));
      if (wrong.length > 0) throw new Untraceable(`the trace does not lead to what stands in ${wrong.join(', ')}`);
      return recording;
    },
  };
}

function writtenAt(file: string, offset: number, bytes: Buffer): number {
  if (!existsSync(file)) return 0;
  const there = readFileSync(file).subarray(offset, offset + bytes.length);
  let same = 0;
  while (same < there.length && there[same] === bytes[same]) same += 1;
  return same;
}

/** Kills the traced program, not the tracer, which then ends by itself. */
export function killTraced({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  for (const child of readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' '))
    if (child.trim() !== '') process.kill(Number(child), 'SIGKILL');
}

function needStrace(): void {
  if (!isInPath('strace')) throw new Error('recording writes needs strace: sudo apt-get install strace');
}
