import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode } from '../../build/runtime.ts';
import { freePort } from '../support/free-port.ts';
import { type KioskWithDesks, officeWithDesks, startKioskWithDesks } from '../support/office-hub.ts';
import { compare, type Figure, timed } from './figures.ts';
import { bareCommit } from './ticket.ts';

/** Quiet and flooded turns alternate, so that the machine's other work affects both. */
const TURNS = 16;
const TICKETS_IN_A_TURN = 25;
const WARM_UP = 30;
/**
 * Milliseconds for a flood to open its connections after its start, and for the kiosk to handle the last requests after the flood's end.
 */
const SETTLING_MS = 400;
const BETWEEN_MS = 20;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Measures the milliseconds from a ticket's command to its answer while strangers in the office's network flood the port at which the kiosk
 * serves the desks with handshakes, page requests and forged cookies, against the milliseconds without a flood. The flooding process runs
 * on the kiosk's own processors. The bare commit of a ticket in this process is measured in the same way, and shows how far the disk and
 * the processors alone slow a ticket. `turns`: the number of quiet turns, each followed by a flooded one.
 */
export async function benchFlood(turns: number = TURNS): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'torn-bench-flood-'));
  const port = await freePort();
  const kiosk = await startKioskWithDesks(join(folder, 'kiosk'), officeWithDesks(folder, port), port);
  const flooding = spawn(pinnedNode, [join(import.meta.dirname, 'flooding.ts'), String(port)], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const commit = bareCommit(folder);
  const [quiet, flooded] = [noTimes(), noTimes()];
  try {
    await take(kiosk, commit, WARM_UP, noTimes());
    for (let turn = 0; turn < turns; turn += 1)
      for (const [word, times] of [
        ['off', quiet],
        ['on', flooded],
      ] as const) {
        flooding.stdin.write(`${word}\n`);
        await pause(SETTLING_MS);
        await take(kiosk, commit, TICKETS_IN_A_TURN, times);
      }
  } finally {
    flooding.kill();
    await kiosk.core.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    ...compare('ticket-under-flood', flooded.tickets, quiet.tickets),
    ...compare('bare-commit-under-flood', flooded.bare, quiet.bare),
  ];
}

interface Times {
  tickets: number[];
  bare: number[];
}

const noTimes = (): Times => ({ tickets: [], bare: [] });

async function take(kiosk: KioskWithDesks, commit: () => void, count: number, times: Times): Promise<void> {
  for (let no = 0; no < count; no += 1) {
    times.tickets.push(await timed(() => kiosk.giveTicket()));
    await pause(BETWEEN_MS);
    const start = performance.now();
    commit();
    times.bare.push(performance.now() - start);
    await pause(BETWEEN_MS);
  }
}
