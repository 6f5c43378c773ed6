import { cpSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Clock } from '../../../src-main/ports/clock.ts';
import { type InProcessOffice, initInProcess, openInProcess } from '../../support/store-in-process.ts';
import type { TicketOffice } from '../../support/ticket-office.ts';

/** A kiosk whose only source of time is the given clock. */
export interface KioskUnderClock {
  office(): TicketOffice;
  /** Stops the kiosk or cuts its power, and starts it again with a new clock, whose time may be anything. */
  restart(clock: Clock, how: 'told' | 'killed'): Promise<void>;
  close(): Promise<void>;
}

export type MakeKiosk = (folder: string, clock: Clock) => Promise<KioskUnderClock>;

/** Starts the parts of the core that store and issue tickets, without the rest of the program. */
export const startKiosk: MakeKiosk = async (folder, firstClock) => {
  let life = 0;
  const dataOf = () => join(folder, `life-${life}`);
  initInProcess(dataOf(), firstClock);

  async function open(clock: Clock): Promise<InProcessOffice> {
    const opened = openInProcess({ data: dataOf(), clock });
    if (!opened.ok) throw new Error(`${opened.error.kind}: ${opened.error.detail}`);
    return opened.value;
  }
  let running = await open(firstClock);

  return {
    office: () => running,
    async restart(clock, how) {
      const before = dataOf();
      life += 1;
      // A copy of a running core's files equals the files that a kill leaves.
      if (how === 'killed') copyData(before, dataOf());
      await running.close();
      if (how === 'told') copyData(before, dataOf());
      rmSync(before, { recursive: true });
      running = await open(clock);
    },
    close: () => running.close(),
  };
};

const copyData = (from: string, to: string): void =>
  cpSync(from, to, { recursive: true, filter: (path) => basename(path) !== 'ballast' });
