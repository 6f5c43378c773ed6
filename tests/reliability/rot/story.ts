import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestId } from '../../../src-main/contract/shared/ids.ts';
import type { Result } from '../../../src-main/domain/result.ts';
import {
  EXIT_START_AGAIN,
  EXIT_START_TO_MEND,
  type Refusal,
  type TicketRecord,
} from '../../../src-main/session/contract/kiosk-api.ts';
import { type CoreProcess, newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Image, writeImage } from '../../support/image-folder.ts';
import { type Complaint, createLedger, type NumberPromise } from '../../support/ledger.ts';
import { officeOf, SERVICES, type TicketOffice } from '../../support/ticket-office.ts';
import type { RottenByte } from './pages.ts';

export type RotPromise =
  | NumberPromise
  /** A core ended with an exit code that does not ask for a restart with repair. */
  | 'ends-without-a-word'
  /** The core fails at one start after another. */
  | 'starts-for-ever'
  /** A core that meets damage neither repairs it nor ends. */
  | 'refuses-for-ever';

export interface RotCase {
  name: string;
  image: Image;
  shown: readonly TicketRecord[];
  /** Request ids of tickets of older days. The tickets are looked up but may be lost, because no journal has them. */
  history: readonly RequestId[];
  before: readonly RottenByte[];
  whileRunning: readonly RottenByte[];
  folder: string;
  /** The core's program file; by default this checkout's. */
  core?: string;
}

export interface RotReport {
  complaints: Complaint<RotPromise>[];
  did: readonly string[];
  starts: number;
}

const DEEDS = ['index-mended', 'store-damaged', 'database-restored', 'journal-rebuilt', 'both-copies-lost'] as const;
const MENDING: readonly (number | null)[] = [EXIT_START_AGAIN, EXIT_START_TO_MEND];
/** A core that ends because of damage ends within this many refusals. */
const MOST_REFUSALS = 200;
/** The largest number of starts that damage may cause: up to five cores in turn meet damage or repair it. */
const MOST_STARTS = 5;
const DATABASE = 'torn.db';

/**
 * Takes and looks up tickets while bytes of the core's database rot. The core is restarted as its shell would do, and once more on the next
 * morning.
 */
export async function liveWithRot(tried: RotCase): Promise<RotReport> {
  const { name, image, shown, history, before, whileRunning, folder, core: file } = tried;
  writeImage(folder, image);
  plant(join(folder, DATABASE), before);
  const ledger = createLedger(name);
  for (const ticket of shown) ledger.show(ticket);
  const complaints: Complaint<RotPromise>[] = [];
  const logs: string[] = [];
  let starts = 0;
  let core: CoreProcess | null = null;

  /** A core that is ready; `null`: none starts, and this has already been complained of. */
  async function running(): Promise<CoreProcess | null> {
    for (let tries = 0; core === null && tries < MOST_STARTS; tries += 1) {
      starts += 1;
      const started = startCoreProcess({ data: folder, slot: null, ...(file === undefined ? {} : { file }) });
      try {
        await started.waitFor('ready');
        core = started;
      } catch {
        await hearEnd(started);
      }
    }
    if (core === null) complaints.push({ promise: 'starts-for-ever', detail: `${name}: ${tailOf(logs)}` });
    return core;
  }
  async function hearEnd(ended: CoreProcess): Promise<void> {
    const { code } = await ended.ended;
    logs.push(ended.log());
    if (!MENDING.includes(code))
      complaints.push({ promise: 'ends-without-a-word', detail: `${name}: ${code} ${tailOf(logs)}` });
    if (core === ended) core = null;
  }
  /** Asks the core, and asks the next core if this one ended or refused because it is about to end. */
  async function ask<T>(question: (office: TicketOffice) => Promise<T>): Promise<T | null> {
    for (let asked = 0; asked < MOST_STARTS; asked += 1) {
      const now = await running();
      if (now === null) return null;
      try {
        return await question(officeOf(now));
      } catch {
        await hearEnd(now);
      }
    }
    complaints.push({ promise: 'starts-for-ever', detail: `${name}: ${tailOf(logs)}` });
    return null;
  }

  /** Asks until the store answers, because a core that meets damage refuses until it has repaired the damage or was restarted. */
  async function answered<T>(
    question: (office: TicketOffice) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal> | null> {
    for (let refusals = 0; refusals < MOST_REFUSALS; refusals += 1) {
      const answer = await ask(question);
      if (answer === null || answer.ok || answer.error.kind !== 'store-failed') return answer;
    }
    complaints.push({ promise: 'refuses-for-ever', detail: `${name}: ${tailOf(logs)}` });
    return null;
  }
  async function take(serviceId: string): Promise<void> {
    const requestId = newRequestId();
    const taken = await answered((office) => office.take({ requestId, serviceId }));
    if (taken === null) return;
    if (taken.ok) ledger.show(taken.value);
    else ledger.complain('does-not-issue', `${taken.error.kind} ${taken.error.detail ?? ''}`);
  }
  async function audit(): Promise<void> {
    for (const { requestId, ...ticket } of ledger.shown) {
      const found = await answered((office) => office.find(requestId));
      if (found === null) return;
      if (found.ok) ledger.show(found.value);
      else ledger.complain('lost', `${ticket.label}: ${found.error.kind} ${found.error.detail ?? ''}`);
    }
  }
  /** Looks up old tickets, whose pages the core has not cached. */
  async function browse(): Promise<void> {
    for (const requestId of history) if ((await answered((office) => office.find(requestId))) === null) return;
  }
  async function day(): Promise<void> {
    for (const serviceId of SERVICES) await take(serviceId);
    await audit();
    await browse();
    for (const serviceId of SERVICES) await take(serviceId);
  }

  if (whileRunning.length > 0 && (await running()) !== null) plant(join(folder, DATABASE), whileRunning);
  await day();
  await closeDown();
  if (complaints.length === 0 && ledger.complaints.length === 0) await day();
  await closeDown();
  return {
    complaints: [...ledger.complaints, ...complaints],
    did: DEEDS.filter((deed) => logs.some((log) => log.includes(`"event":"${deed}"`))),
    starts,
  };

  async function closeDown(): Promise<void> {
    if (core === null) return;
    await core.stop();
    logs.push(core.log());
    core = null;
  }
}

function plant(file: string, rotten: readonly RottenByte[]): void {
  const fd = openSync(file, 'r+');
  try {
    for (const { at, to } of rotten) writeSync(fd, Buffer.from([to]), 0, 1, at);
  } finally {
    closeSync(fd);
  }
}

const tailOf = (logs: readonly string[]): string => logs.at(-1)?.slice(-600) ?? '';
