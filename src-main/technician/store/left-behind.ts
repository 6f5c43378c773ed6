import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WireEvent } from '../../contract/centre/events-upload.ts';
import { IDENTITY_FILE, readIdentity } from '../../storage/identity.ts';
import { isSegment } from '../../storage/journal.ts';
import { type JournalRecord, readLine } from '../../storage/journal-record.ts';

/** Depth to which folders are searched: one more than that of `var/lib/torn/data/journal` on the disk of a whole system. */
const DEPTH = 6;
/** A disk with more folders is not a kiosk's; the limit shortens the technician's wait. */
const MOST_FOLDERS = 20_000;

export type FoundJournal =
  | { state: 'found'; folder: string }
  /** `unreadable`: access to a folder was denied, or the identity of a journal is corrupt. */
  | { state: 'not-there'; unreadable: boolean };

/**
 * Searches a plugged-in disk for the journal of one incarnation, which is one enrolment of a kiosk. Writes nothing and follows no links,
 * because an attacker may have prepared the disk.
 */
export async function findJournal(root: string, incarnation: string): Promise<FoundJournal> {
  let level = [root];
  let seen = 0;
  let unreadable = false;
  for (let depth = 0; depth <= DEPTH && seen < MOST_FOLDERS; depth += 1) {
    const below: string[] = [];
    for (const folder of level.slice(0, MOST_FOLDERS - seen)) {
      seen += 1;
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => null);
      if (entries === null) {
        unreadable = true;
        continue;
      }
      const identity = entries.some((entry) => entry.name === IDENTITY_FILE && entry.isFile())
        ? identityIn(folder)
        : null;
      if (identity === 'unreadable') unreadable = true;
      else if (identity === incarnation) return { state: 'found', folder };
      for (const entry of entries) if (entry.isDirectory()) below.push(join(folder, entry.name));
    }
    level = below;
  }
  return { state: 'not-there', unreadable };
}

function identityIn(folder: string): string | 'unreadable' | null {
  try {
    const read = readIdentity(folder);
    if (read.state === 'good') return read.identity.incarnation;
    return read.state === 'none' ? null : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Events that the centre may lack, the oldest first; `unread`: number of corrupt lines. */
export interface LeftBehind {
  events: WireEvent[];
  unread: number;
}

/**
 * Returns every event of this incarnation after the last event that the centre acknowledged in its epoch (it grows when a kiosk rebuilds or
 * restores its journal or database). Each line is read separately, so a damaged disk still gives its undamaged events. Events that do not
 * fit the wire schema are left out. Throws disk errors, also when the disk is pulled out.
 */
export function readLeftBehind(
  folder: string,
  incarnation: string,
  acknowledged: readonly { epoch: number; seq: number }[],
): LeftBehind {
  if (!existsSync(folder)) throw new Error(`${folder} does not exist any more`);
  const records: JournalRecord[] = [];
  let unread = 0;
  const segments = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => isSegment(name));
  // Neither a link, which can lead anywhere, nor a pipe, which never ends, is opened.
  const other = segments.find((entry) => !entry.isFile());
  if (other !== undefined) throw new Error(`${other.name} is not a file`);
  for (const name of segments.map((entry) => entry.name).toSorted())
    for (const text of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (text === '') continue;
      const line = readLine(text);
      if (line?.record) records.push(line.record);
      else unread += 1;
    }
  // A machine that was enrolled twice has events of both incarnations in one journal, so only records since the start of this incarnation
  // count.
  const begun = records.findLastIndex(({ event }) => isBeginning(event, incarnation));
  const upTo = new Map(acknowledged.map(({ epoch, seq }) => [epoch, seq]));
  const left = records.slice(Math.max(0, begun)).filter(({ epoch, seq }) => seq > (upTo.get(epoch) ?? 0));
  return { events: left.flatMap((record) => wireOf(record) ?? []), unread };
}

const isBeginning = ({ type, payload }: JournalRecord['event'], incarnation: string): boolean =>
  type === 'slot-given' &&
  typeof payload === 'object' &&
  payload !== null &&
  'incarnation' in payload &&
  payload.incarnation === incarnation;

function wireOf({ eventId, epoch, seq, atMs, event, bootId, monoMs, trust }: JournalRecord): WireEvent | null {
  const wire = WireEvent.safeParse({
    id: eventId,
    epoch,
    seq,
    type: event.type,
    v: event.v,
    payload: event.payload,
    at: {
      wall: new Date(atMs).toISOString(),
      trust: trust ?? 'guess',
      ...(bootId === undefined ? {} : { bootId }),
      ...(monoMs === undefined ? {} : { monoMs }),
    },
  });
  // The payload is kept unchanged, because the wire schema may drop keys.
  return wire.success ? { ...wire.data, payload: event.payload as WireEvent['payload'] } : null;
}
