import { z } from 'zod';
import { StoreEpoch } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';
import { Problem } from './problems.ts';

/** Events of one request; a kiosk halves a batch that is refused as a whole, down to one. */
export const MAX_BATCH = 200;
/** Of a body as it comes over the wire, and of what gzip makes of it. */
export const MAX_BODY_BYTES = 1_048_576;
export const MAX_INFLATED_BYTES = 4 * 1_048_576;
/** Also of whatever else is as long as an upload: diagnostics, an import. */
export const UPLOAD_BODY: BodyBounds = { sent: MAX_BODY_BYTES, unpacked: MAX_INFLATED_BYTES };
/** Of one event, as JSON. */
export const MAX_EVENT_BYTES = 16_384;

/**
 * When something happened, as its kiosk knew it. `wall` is the kiosk's clock. `bootId` with `monoMs` (monotonic milliseconds since an
 * arbitrary start in that boot) let the centre correct a wrong clock once it has heard from the same boot; a monotonic clock stands still
 * while its machine sleeps, so a trusted `wall` that is another time holds.
 */
export const HappenedAt = z.object({
  wall: Instant,
  bootId: z.uuid().optional(),
  monoMs: z.number().nonnegative().optional(),
  /** `trusted`: the kiosk's time came from a signed answer of this centre in that boot. */
  trust: z.enum(['trusted', 'guess']),
});
export type HappenedAt = z.infer<typeof HappenedAt>;

/**
 * An event that happened at a kiosk. `(incarnation, epoch, seq)` is its place: `seq` counts from 1 without a gap within (incarnation,
 * epoch), and orders events. `id` is its idempotency key. Types and versions the centre does not know are kept as they come.
 */
export const WireEvent = z.object({
  id: z.uuid(),
  epoch: z.int().nonnegative(),
  seq: z.int().positive(),
  type: z.string().min(1).max(60),
  v: z.int().positive(),
  at: HappenedAt,
  payload: z.record(z.string(), z.unknown()),
});
export type WireEvent = z.infer<typeof WireEvent>;

export const EventsUpload = z.object({
  /** One enrolment of one kiosk. */
  incarnation: z.uuid(),
  /** The boot that sends, and its monotonic clock as it does: with the centre's own clock this dates that boot. */
  sender: z.object({ bootId: z.uuid(), monoMs: z.number().nonnegative() }),
  /** Each is read by itself (`WireEvent`): one that cannot be read is rejected alone. */
  events: z.array(z.unknown()).min(1).max(MAX_BATCH),
});
export type EventsUpload = z.infer<typeof EventsUpload>;

/** `stored` and `duplicate` are both done. `rejected`: not an event that can be kept; it will never be taken. */
export const ItemAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('stored'),
    /** Set when the place was taken by another event: kept beside it, and an alarm at the centre. */
    fork: z.boolean().optional(),
  }),
  z.object({ status: z.literal('duplicate') }),
  z.object({ status: z.literal('rejected'), problem: Problem }),
]);
export type ItemAnswer = z.infer<typeof ItemAnswer>;

export const EventsAnswer = z.object({
  /** As many as events were sent, in their order. */
  items: z.array(ItemAnswer),
  /** Up to which seq every event of an epoch is kept. */
  acknowledged: z.array(z.object({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() })),
  storeEpoch: StoreEpoch,
});
export type EventsAnswer = z.infer<typeof EventsAnswer>;
