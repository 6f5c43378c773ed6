import { MAX_EVENT_BYTES, WireEvent } from '../../src-main/contract/centre/events-upload.ts';
import { type Problem, problemOf } from '../../src-main/contract/centre/problems.ts';
import { pointerTo } from '../../src-main/contract/shared/json-pointer.ts';
import { type Result, refuse, succeed } from '../../src-main/domain/result.ts';
import { isStorable, isStorableInstant, isStorableText } from '../database/storable.ts';

export interface Rejection {
  kind: 'rejected';
  problem: Problem;
}

export interface ReadItem {
  event: WireEvent;
  payloadText: string;
}

/** Parses one event of an upload. An event that cannot be stored unchanged is refused alone, and permanently; its kiosk sets it aside. */
export function readItem(item: unknown): Result<ReadItem, Rejection> {
  const parsed = WireEvent.safeParse(item);
  if (!parsed.success)
    return rejected(
      parsed.error.issues.slice(0, 5).map(({ path, message }) => ({ pointer: pointerTo(path), detail: message })),
    );
  const event = parsed.data;
  if (!isStorable(event.payload))
    return rejected([{ pointer: '/payload', detail: 'expected JSON that PostgreSQL’s jsonb can store' }]);
  if (!isStorableText(event.type)) return rejected([{ pointer: '/type', detail: 'expected plain text' }]);
  if (!isStorableInstant(Date.parse(event.at.wall)))
    return rejected([{ pointer: '/at/wall', detail: 'expected a time in the years 1 to 9999' }]);
  const payloadText = JSON.stringify(event.payload);
  // The whole event is measured only if its payload is long, because the schema limits all other members to less than half of the maximum.
  if (payloadText.length > MAX_EVENT_BYTES / 4 && Buffer.byteLength(JSON.stringify(item)) > MAX_EVENT_BYTES)
    return refuse({ kind: 'rejected', problem: problemOf('too-large') });
  return succeed({ event, payloadText });
}

const rejected = (errors: { pointer: string; detail: string }[]) =>
  refuse({ kind: 'rejected' as const, problem: problemOf('malformed-request', { errors }) });
