import type { Public } from './public-rows.ts';

/** People who wait before a turn, and how long that takes in whole minutes, `from` less than `to`; `null` while that is not known. */
export interface QueueState {
  readonly waiting: number;
  readonly minutes: { readonly from: number; readonly to: number } | null;
}

/** How it is before one turn that its holder follows on a phone. */
export interface FollowedTurn extends QueueState {
  readonly ticketId: string;
}
export type FollowedTurns = readonly Public<FollowedTurn>[];

export type QueueStatesByTicket = ReadonlyMap<string, QueueState>;

/** More people than this are said as this many: no queue of an office is longer. */
export const MOST_PEOPLE = 999;
/** Beyond that nobody is told minutes. */
export const MOST_MINUTES = 300;
