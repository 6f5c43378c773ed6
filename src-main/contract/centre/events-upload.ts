import { z } from 'zod';
import { StoreEpoch } from '../shared/ids.ts';
import { Instant } from '../shared/times.ts';
import type { BodyBounds } from './body-bounds.ts';
import { Problem } from './problems.ts';

/** Limit of events per request. A batch that the centre refuses whole is halved by the kiosk, again and again down to one event. */
export const MAX_BATCH = 200;
/** Limits for a body in bytes, as sent and after decompression. */
export const MAX_BODY_BYTES = 1_048_576;
export const MAX_INFLATED_BYTES = 4 * 1_048_576;
/** Limit for an upload and for other long bodies: diagnostics, an import. */
export const UPLOAD_BODY: BodyBounds = { sent: MAX_BODY_BYTES, unpacked: MAX_INFLATED_BYTES };
export const MAX_EVENT_BYTES = 16_384;

/**
 * The time of an event, as its kiosk knew it. `wall`: the kiosk's clock. `bootId` and `monoMs` (monotonic milliseconds since an arbitrary
 * start in that boot) let the centre correct a wrong clock once the kiosk has sent from the same boot. A monotonic clock does not run while
 * its machine sleeps, so if the two disagree, a trusted `wall` is preferred.
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
 * An event at a kiosk. `(incarnation, epoch, seq)` is its place: `incarnation` is the kiosk's enrolment, `epoch` grows when the kiosk
 * rebuilds or restores its journal or database, and `seq` counts from 1 without a gap within (incarnation, epoch). `id` is the event's
 * idempotency key. The centre stores unknown types and versions unchanged.
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
  incarnation: z.uuid(),
  /** The present boot and monotonic time of the kiosk. From these and its own clock, the centre computes when the boot began. */
  sender: z.object({ bootId: z.uuid(), monoMs: z.number().nonnegative() }),
  /**
   * Each event is parsed separately (`WireEvent`), so that one unreadable event does not make the centre reject all other events of the
   * upload.
   */
  events: z.array(z.unknown()).min(1).max(MAX_BATCH),
});
export type EventsUpload = z.infer<typeof EventsUpload>;

/** `stored` and `duplicate`: the kiosk need not send the event again. `rejected`: the event cannot be stored and never will be. */
export const ItemAnswer = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('stored'),
    /** True if another event has the same place: both are stored, and the centre raises an alarm. */
    fork: z.boolean().optional(),
  }),
  z.object({ status: z.literal('duplicate') }),
  z.object({ status: z.literal('rejected'), problem: Problem }),
]);
export type ItemAnswer = z.infer<typeof ItemAnswer>;

export const EventsAnswer = z.object({
  /** One answer for each event, in the sequence of the upload. */
  items: z.array(ItemAnswer),
  /** For each epoch, the `seq` up to which the centre has every event. */
  acknowledged: z.array(z.object({ epoch: z.int().nonnegative(), seq: z.int().nonnegative() })),
  storeEpoch: StoreEpoch,
});
export type EventsAnswer = z.infer<typeof EventsAnswer>;
