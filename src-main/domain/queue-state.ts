import type { Public } from './public-rows.ts';

/** People waiting before a turn, and the wait in whole minutes, `from` less than `to`; `null` while unknown. */
export interface QueueState {
  readonly waiting: number;
  readonly minutes: { readonly from: number; readonly to: number } | null;
}

/** The queue before one turn that its holder follows on a phone. */
export interface FollowedTurn extends QueueState {
  readonly ticketId: string;
  /** Taken at home, by somebody who is not here yet and waits in no queue. */
  readonly coming?: true;
}
export type FollowedTurns = readonly Public<FollowedTurn>[];

/** The queue before a turn of a service that would be taken now. */
export interface ServiceQueue extends QueueState {
  readonly serviceId: string;
}

/** The queues that an office states to everybody. */
export interface StatedQueues {
  readonly tickets: FollowedTurns;
  readonly services: readonly Public<ServiceQueue>[];
}

export type QueueStatesByTicket = ReadonlyMap<string, QueueState>;

/** Larger counts are shown as this; no office's queue is longer. */
export const MOST_PEOPLE = 999;
/** Longer waits are not shown in minutes. */
export const MOST_MINUTES = 300;
