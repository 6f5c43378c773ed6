import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { RequestId } from '../../../src-main/contract/kiosk-api.ts';
import { newRequestId } from '../../support/core-process.ts';
import { writeImage } from '../../support/image-folder.ts';
import type { Random } from '../random.ts';
import type { Recording } from './disk.ts';
import { openForgetfulStore } from './forgetful-store.ts';
import { cutPower } from './recordings.ts';
import { recordFolder } from './traced.ts';

const TICKETS = 60;
const DATABASE = 'torn.db';
const PROGRAM = join(import.meta.dirname, 'forgetful-program.ts');

/** How many of so many images lack a ticket that was told, when the store is told to forget. The way of recording is the same. */
export async function countForgetful(folder: string, images: number, random: Random): Promise<number> {
  const recorded = recordFolder(join(folder, 'forgetful'), new Map());
  await recorded.run(async (under) => {
    const [command = '', ...args] = [...under, process.execPath, PROGRAM, join(recorded.path, DATABASE)];
    const child = spawn(command, args, { stdio: ['pipe', 'ignore', 'inherit'] });
    for (let ticket = 0; ticket < TICKETS; ticket += 1) child.stdin.write(`${newRequestId()}\n`);
    child.stdin.end();
    await once(child, 'close');
  });
  const recording = recorded.recording();
  const cuts = Array.from({ length: images }, () => random.int(0, recording.steps.length)).toSorted((a, b) => a - b);
  let losing = 0;
  for (const { cut, image } of cutPower(recording, cuts, random)) {
    const place = join(folder, 'forgetful-image');
    writeImage(place, image);
    if (losesAny(join(place, DATABASE), toldBefore(recording, cut))) losing += 1;
  }
  return losing;
}

function toldBefore({ steps }: Recording, cut: number): RequestId[] {
  return steps.slice(0, cut).flatMap((step) => {
    const requestId = step.kind === 'told' ? /^told (\S+) \d+$/.exec(step.line)?.[1] : undefined;
    return requestId === undefined ? [] : [RequestId.parse(requestId)];
  });
}

function losesAny(file: string, told: readonly RequestId[]): boolean {
  const store = openForgetfulStore(file);
  if (!store) return told.length > 0;
  try {
    return told.some((requestId) => {
      const found = store.findByRequest(requestId);
      return !found.ok || found.value === null;
    });
  } finally {
    store.close();
  }
}
