import type { Public } from './public-rows.ts';

/** The people ahead of a turn, and its wait in whole minutes, `from` less than `to`; `null` while unknown. */
export interface QueueState {
  readonly waiting: number;
  readonly minutes: { readonly from: number; readonly to: number } | null;
}

/** The queue ahead of one turn that its holder follows on a phone. */
export interface FollowedTurn extends QueueState {
  readonly ticketId: string;
  /** Present if the turn was taken at home and its holder has not arrived; such a turn waits in no queue. */
  readonly coming?: true;
}
export type FollowedTurns = readonly Public<FollowedTurn>[];

/** The queue of a service ahead of a citizen who would take a number now. */
export interface ServiceQueue extends QueueState {
  readonly serviceId: string;
}

export interface StatedQueues {
  readonly tickets: FollowedTurns;
  readonly services: readonly Public<ServiceQueue>[];
}

export type QueueStatesByTicket = ReadonlyMap<string, QueueState>;

/** A larger number of people is shown as this number; no office has so many people waiting. */
export const MOST_PEOPLE = 999;
export const MOST_MINUTES = 300;
