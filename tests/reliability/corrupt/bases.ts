import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TicketRecord } from '../../../src-main/session/contract/kiosk-api.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Image, readImage } from '../../support/image-folder.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { initInProcess, openInProcess } from '../../support/store-in-process.ts';
import { officeOf, SERVICES, type TicketOffice } from '../../support/ticket-office.ts';

/** The files of a data folder, and the tickets that it issued. */
export interface Base {
  image: Image;
  shown: readonly TicketRecord[];
  /**
   * The repair that a start reports on this folder even if nothing is damaged; `null`: none. After a kill between the writes of journal and
   * database, the start replays a record from the journal.
   */
  reported: string | null;
}

export interface Bases {
  /** The folder of a core that was killed, with the newest tickets in the database's write-ahead log. */
  killed: Base;
  /** The folder of a core that ended by itself after a request to stop. */
  stopped: Base;
  /** The folder of `killed` before its last day. */
  older: Base;
}

const DAY_MS = 86_400_000;
const FIRST_DAY_AGO = 2;
/** The milliseconds that housekeeping needs at most to make the day's backup. */
const UNTIL_BACKUP_MS = 20_000;
const TICKETS_PER_DAY = 24;
const REPORTS = ['journal-replayed', 'journal-rebuilt', 'database-restored', 'both-copies-lost'] as const;

export const reportIn = (log: string): string | null =>
  REPORTS.find((kind) => log.includes(`"event":"${kind}"`)) ?? null;

/**
 * Makes data folders of three service days, with a backup on each of the first two. Only the last day is run by the
 * whole program.
 */
export async function layBases(folder: string): Promise<Bases> {
  const data = join(folder, 'data');
  const shown: TicketRecord[] = [];
  initInProcess(data, createManualClock(Date.now() - FIRST_DAY_AGO * DAY_MS));
  for (let daysAgo = FIRST_DAY_AGO; daysAgo > 0; daysAgo -= 1)
    await liveADay(data, Date.now() - daysAgo * DAY_MS, shown);
  const older = { image: withoutBallast(readImage(data)), shown: [...shown], reported: null };

  const core = startCoreProcess({ data, slot: null });
  await core.waitFor('ready');
  await takeTickets(officeOf(core), shown);
  core.child.kill('SIGKILL');
  await core.ended;
  const image = withoutBallast(readImage(data));
  const shownBefore = [...shown];

  const copy = join(folder, 'stopped');
  mkdirSync(copy, { mode: 0o700 });
  cpSync(data, copy, { recursive: true });
  const again = startCoreProcess({ data: copy, slot: null });
  await again.waitFor('ready');
  const killed = { image, shown: shownBefore, reported: reportIn(again.log()) };
  await takeTickets(officeOf(again), shown);
  await again.stop();
  return { older, killed, stopped: { image: withoutBallast(readImage(copy)), shown, reported: null } };
}

async function liveADay(data: string, wallMs: number, shown: TicketRecord[]): Promise<void> {
  const clock = createManualClock(wallMs);
  const backup = Promise.withResolvers<void>();
  const opened = openInProcess({
    data,
    clock,
    onLog: (event, fields = {}) => {
      if (event === 'backup-made') backup.resolve();
      if (event === 'housekeeping-failed') backup.reject(new Error(String(fields.detail)));
    },
  });
  if (!opened.ok) throw new Error(`${opened.error.kind}: ${opened.error.detail}`);
  await takeTickets(opened.value, shown);
  clock.advance(UNTIL_BACKUP_MS);
  await backup.promise;
  await takeTickets(opened.value, shown);
  await opened.value.close();
}

async function takeTickets(office: TicketOffice, shown: TicketRecord[]): Promise<void> {
  for (let ticket = 0; ticket < TICKETS_PER_DAY; ticket += 1) {
    const serviceId = SERVICES[ticket % SERVICES.length] ?? SERVICES[0];
    const taken = await office.take({ requestId: newRequestId(), serviceId });
    if (!taken.ok) throw new Error(`no ticket: ${taken.error.kind}`);
    shown.push(taken.value);
  }
}

/** Leaves out `ballast`, the reserve file of fifty megabytes that the core deletes to free room on a full disk. */
const withoutBallast = (image: Image): Image => new Map([...image].filter(([path]) => path !== 'ballast'));
