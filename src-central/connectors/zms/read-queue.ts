import { z } from 'zod';
import { type Result, refuse, succeed } from '../../../src-main/domain/result.ts';
import type { QueueState, QueueTrouble } from '../queue-source.ts';

/**
 * ZMS sends a number or boolean either as itself or as text. The schemas below drop members that they do not list, because these may hold
 * personal data.
 */
const Numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .transform(Number),
]);
const Flag = z.union([z.boolean(), z.enum(['true', '1']).transform(() => true), z.literal(1).transform(() => true)]);

const Meta = z.object({ error: Flag.catch(false), exception: z.string().optional().catch(undefined) });
const Envelope = z.object({ meta: Meta, data: z.unknown() });

const Entry = z.object({
  number: Numeric,
  status: z.string(),
  waitingTimeEstimate: Numeric.nullish().catch(null),
  waitingTimeOptimistic: Numeric.nullish().catch(null),
});
type Entry = z.infer<typeof Entry>;

/** States of people who are still to be called. `fake` is the entry of a hypothetical newcomer. */
const WAITING = new Set(['confirmed', 'queued', 'reserved', 'fake']);
const NEXT_TO_COME = -1;

/**
 * Reads the answer of `GET /scope/{id}/queue/`. `meta.error` decides whether it is an error, because some errors come with status 200. The
 * kind of an error is the last part of a PHP class name, because namespaces differ between installations.
 */
export function readQueue(status: number, body: unknown): Result<QueueState, QueueTrouble> {
  const envelope = Envelope.safeParse(body);
  // An answer of another form comes from a proxy, not from ZMS.
  if (!envelope.success) return refuse({ kind: 'unreachable' });
  const { meta, data } = envelope.data;
  const exception = meta.exception?.split('\\').at(-1) ?? null;
  if (exception === 'ScopeNotFound') return refuse({ kind: 'unknown-queue' });
  // ZMS answers an empty list with 404 and no exception class.
  if (status === 404 && exception === null) return succeed({ waiting: 0, minutes: null });
  if (meta.error || exception !== null) return refuse({ kind: 'refused', reason: exception ?? `status ${status}` });
  const entries = z.array(z.unknown()).safeParse(data);
  if (!entries.success) return refuse({ kind: 'unreachable' });
  return succeed(stateOf(entries.data.flatMap((one) => readEntry(one))));
}

/** An entry that cannot be read is skipped: it is one person of many. */
function readEntry(one: unknown): Entry[] {
  const entry = Entry.safeParse(one);
  return entry.success && WAITING.has(entry.data.status) ? [entry.data] : [];
}

function stateOf(entries: readonly Entry[]): QueueState {
  const at = entries.findIndex(({ number, status }) => number === NEXT_TO_COME || status === 'fake');
  const waiting = at >= 0 ? at : entries.length;
  return { waiting, minutes: minutesOf(at >= 0 ? entries[at] : entries.at(-1)) };
}

function minutesOf(entry: Entry | undefined): QueueState['minutes'] {
  const known = [entry?.waitingTimeOptimistic, entry?.waitingTimeEstimate].filter(
    (minutes): minutes is number => typeof minutes === 'number' && minutes >= 0,
  );
  return known.length === 0 ? null : { from: Math.floor(Math.min(...known)), to: Math.ceil(Math.max(...known)) };
}
