import { join } from 'node:path';
import { initKioskStore } from '../../../src-main/core/kiosk-store.ts';
import { createSystemClock } from '../../../src-main/core/system-clock.ts';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Image, writeImage } from '../../support/image-folder.ts';
import { type Complaint, createLedger, type Ledger, type NumberPromise } from '../../support/ledger.ts';
import { openInProcess } from '../../support/store-in-process.ts';
import { officeOf, SERVICES, type TicketOffice } from '../../support/ticket-office.ts';
import { DATA } from './recordings.ts';

export type PowerPromise =
  | NumberPromise
  /** The start reports a loss although the power cut left database and journal. */
  | 'false-alarm'
  /** A number was printed, but its job still waits, so that the number would be printed again without a mark. */
  | 'paper-again';

export interface ImageToCheck {
  name: string;
  /** The disk's files after the power cut. They lack the database or the journal if the case removed one of them. */
  image: Image;
  /**
   * Whether the core may refuse to issue and report that it does not know later tickets. It may if the remaining database or journal ends
   * within a write.
   */
  mayRefuse?: boolean;
  /** Whether only the power was lost, so that the start must report no loss. */
  isWhole?: boolean;
  shown: readonly TicketRecord[];
  /** Numbers that a printer had begun to print; default: none. */
  onPaper?: ReadonlySet<string>;
  /** Whether a person saw before the cut that the kiosk has its slot. `false`: the kiosk may have its slot or be given one now. */
  hasSlot: boolean;
  /** The folder in which the core starts; emptied first. */
  folder: string;
  /** `store`: the parts of the core that find and repair damage, in this process. `program`: the whole program. */
  as: 'store' | 'program';
}

/**
 * Starts a core on the image. The core must know every ticket that it had answered, and issue unused numbers. A second start must pass the
 * same checks, because the first one may have repaired files wrongly.
 */
export async function checkImage(check: ImageToCheck): Promise<Complaint<PowerPromise>[]> {
  const { name, image, shown, hasSlot, folder, as, mayRefuse = false, isWhole = false } = check;
  const onPaper = shown.filter(({ label }) => check.onPaper?.has(label));
  writeImage(folder, image);
  const data = join(folder, DATA);
  const ledger = createLedger(name);
  for (const ticket of shown) ledger.show(ticket);
  if (!hasSlot) {
    const given = initKioskStore({ dataDir: data, journalDir: join(data, 'journal'), slot: 1 }, createSystemClock());
    if (!given.ok && given.error.kind !== 'slot-already-given') ledger.complain('does-not-issue', given.error.detail);
  }
  const start = as === 'program' ? startProgram : startStore;
  const alarms: Complaint<PowerPromise>[] = [];
  for (let starts = 0; starts < 2; starts += 1) {
    try {
      const running = await start(data);
      await ledger.audit(running.office);
      for (const { requestId, label } of onPaper) {
        const found = await running.office.find(requestId);
        if (found.ok && found.value.print.state === 'waiting')
          alarms.push({ promise: 'paper-again', detail: `${name}: ${label}` });
      }
      const refuses = mayRefuse && (await hasNoSlot(running.office));
      if (!refuses) await takeOfEach(running.office, ledger);
      await running.close();
      const loss = LOSSES.find((kind) => running.said().includes(kind));
      if (isWhole && loss !== undefined) alarms.push({ promise: 'false-alarm', detail: `${name}: ${loss}` });
      if (refuses) break;
    } catch (error) {
      ledger.complain('does-not-issue', error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    if (ledger.complaints.length > 0) break;
  }
  return [...ledger.complaints, ...alarms];
}

const LOSSES = ['journal-rebuilt', 'database-restored', 'both-copies-lost'] as const;

async function hasNoSlot(office: TicketOffice): Promise<boolean> {
  const tried = await office.take({ requestId: newRequestId(), serviceId: SERVICES[0] });
  return !tried.ok && tried.error.kind === 'no-slot';
}

async function takeOfEach(office: TicketOffice, ledger: Ledger): Promise<void> {
  for (const serviceId of SERVICES) {
    const next = await office.take({ requestId: newRequestId(), serviceId });
    if (next.ok) ledger.show(next.value);
    else ledger.complain('does-not-issue', `${next.error.kind} ${next.error.detail ?? ''}`);
  }
}

interface Running {
  office: TicketOffice;
  said(): string;
  close(): Promise<void>;
}

async function startStore(data: string): Promise<Running> {
  const said: string[] = [];
  const opened = openInProcess({ data, onLog: (event) => void said.push(event) });
  if (!opened.ok) throw new Error(`${opened.error.kind}: ${opened.error.detail}`);
  return { office: opened.value, said: () => said.join(' '), close: opened.value.close };
}

async function startProgram(data: string): Promise<Running> {
  const core = startCoreProcess({ data, slot: null });
  await core.waitFor('ready');
  return { office: officeOf(core), said: core.log, close: core.stop };
}
