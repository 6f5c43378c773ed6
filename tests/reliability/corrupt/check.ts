import { basename, join } from 'node:path';
import { messageOf } from '../../../src-main/domain/result.ts';
import { newRequestId, startCoreProcess } from '../../support/core-process.ts';
import { type Image, readImage, writeImage } from '../../support/image-folder.ts';
import { type Complaint, createLedger, type Ledger, type NumberPromise } from '../../support/ledger.ts';
import { officeOf, SERVICES, type TicketOffice } from '../../support/ticket-office.ts';
import { type Base, reportIn } from './bases.ts';

export type CorruptPromise =
  | NumberPromise
  /** The first ticket came more than a minute after the start. */
  | 'slow'
  | 'not-kept-aside'
  | 'not-reported';

export interface DamagedCase {
  name: string;
  base: Base;
  damaged: Image;
  /** The path of the damaged file; `null`: several are damaged. */
  path: string | null;
  folder: string;
}

export interface CaseReport {
  complaints: Complaint<CorruptPromise>[];
  /** Milliseconds from the program's start to its first ticket. */
  firstTicketMs: number;
  /** The repair that the start reported; `null`: nothing was wrong. */
  reported: string | null;
}

const FIRST_TICKET_WITHIN_MS = 60_000;

/**
 * Runs the whole program on a folder in which database and journal are damaged. It must have lost nothing, or it must report the damage of
 * both and issue no number; the tickets that it still knows are unchanged.
 */
export async function checkBothDamaged({ name, base, damaged, folder }: DamagedCase): Promise<CaseReport> {
  writeImage(folder, damaged);
  const ledger = createLedger(name);
  for (const ticket of base.shown) ledger.show(ticket);
  const startedMs = performance.now();
  const core = startCoreProcess({ data: folder, slot: null });
  try {
    await core.waitFor('ready');
    const office = officeOf(core);
    const first = await office.take({ requestId: newRequestId(), serviceId: SERVICES[0] });
    if (first.ok) {
      ledger.show(first.value);
      await ledger.audit(office);
      for (const serviceId of SERVICES) await take(office, ledger, serviceId);
    } else if (first.error.kind !== 'no-slot' || !core.log().includes('"event":"both-copies-lost"'))
      ledger.complain('does-not-issue', `${first.error.kind} ${first.error.detail ?? ''}`);
    else
      for (const { requestId } of base.shown) {
        const known = await office.find(requestId);
        if (known.ok) ledger.show(known.value);
      }
    await core.stop();
  } catch (error) {
    await core.ended;
    ledger.complain('does-not-issue', `${String(error)} ${core.log().slice(-800)}`);
  }
  return {
    complaints: [...ledger.complaints],
    firstTicketMs: performance.now() - startedMs,
    reported: reportIn(core.log()),
  };
}

/**
 * Runs the whole program twice on a damaged folder. It must issue a ticket at once, know every ticket, and keep and
 * report the damaged file.
 */
export async function checkDamaged({ name, base, damaged, path, folder }: DamagedCase): Promise<CaseReport> {
  writeImage(folder, damaged);
  const ledger = createLedger(name);
  for (const ticket of base.shown) ledger.show(ticket);
  const startedMs = performance.now();
  const first = await runOnce(folder, ledger, () => performance.now() - startedMs);
  const complaints: Complaint<CorruptPromise>[] = [];
  const complain = (promise: CorruptPromise, detail: string) =>
    void complaints.push({ promise, detail: `${name}: ${detail}` });
  if (first.firstTicketMs > FIRST_TICKET_WITHIN_MS) complain('slow', `${Math.round(first.firstTicketMs)} ms`);
  if (path !== null) {
    if (mustBeReported(path, base.image, damaged) && first.reported === null) complain('not-reported', path);
    const isOwing = first.reported !== null && first.reported !== base.reported;
    if (isOwing && !isKept(path, damaged, readImage(folder))) complain('not-kept-aside', `${path}, ${first.reported}`);
  }
  if (ledger.complaints.length === 0) await runOnce(folder, ledger, () => 0);
  return { complaints: [...ledger.complaints, ...complaints], ...first };
}

async function runOnce(
  data: string,
  ledger: Ledger,
  elapsedMs: () => number,
): Promise<Pick<CaseReport, 'firstTicketMs' | 'reported'>> {
  const core = startCoreProcess({ data, slot: null });
  let firstTicketMs = 0;
  try {
    await core.waitFor('ready');
    const office = officeOf(core);
    await take(office, ledger, SERVICES[0]);
    firstTicketMs = elapsedMs();
    await ledger.audit(office);
    for (const serviceId of SERVICES) await take(office, ledger, serviceId);
    await core.stop();
  } catch (error) {
    await core.ended;
    ledger.complain('does-not-issue', `${messageOf(error)} ${core.log().slice(-800)}`);
  }
  return { firstTicketMs, reported: reportIn(core.log()) };
}

async function take(office: TicketOffice, ledger: Ledger, serviceId: string): Promise<void> {
  const taken = await office.take({ requestId: newRequestId(), serviceId });
  if (taken.ok) ledger.show(taken.value);
  else ledger.complain('does-not-issue', `${taken.error.kind} ${taken.error.detail ?? ''}`);
}

/**
 * Whether the start must report the damage. The journal's checksums show any damage, but a missing oldest segment may have been deleted on
 * purpose. A damaged database certainly shows only in its header, because its other bytes and its log may be unused.
 */
function mustBeReported(path: string, before: Image, after: Image): boolean {
  const bytes = after.get(path);
  const oldest = [...before.keys()].filter((name) => name.endsWith('.journal')).toSorted()[0];
  if (path.startsWith('journal/')) return !(path === oldest && (bytes === undefined || bytes.length === 0));
  if (path !== 'torn.db') return false;
  return bytes === undefined || !bytes.subarray(0, 16).equals(before.get(path)?.subarray(0, 16) ?? Buffer.alloc(0));
}

/**
 * Whether the damaged file was kept. A kept journal segment must have the same bytes. A kept database may have others, because opening it
 * may change them.
 */
function isKept(path: string, damaged: Image, after: Image): boolean {
  const bytes = damaged.get(path);
  if (bytes === undefined || bytes.length === 0 || path.startsWith('backups/') || path === 'torn.db-wal') return true;
  const same = after.get(path)?.subarray(0, bytes.length);
  if (same?.equals(bytes)) return true;
  return [...after].some(
    ([name, kept]) =>
      name.includes('damaged-') && basename(name) === basename(path) && (path === 'torn.db' || kept.equals(bytes)),
  );
}

export const caseFolder = (parent: string, lane: number): string => join(parent, `case-${lane}`);
