import { isSensitiveService, type ServicePrivacy } from './sensitive-service.ts';

declare const madePublic: unique symbol;

/** A row that may be sent to hall screens, displays, loudspeakers and phones. Only `publicRows` makes one. */
export type Public<Row> = Row & { readonly [madePublic]: true };

/**
 * Whether a turn may be shown, spoken or sent: none of the services for which it was issued or to which it was transferred (`serviceIds`)
 * is sensitive.
 */
export const isPublicTurn = (profile: ServicePrivacy, serviceIds: readonly string[]): boolean =>
  !serviceIds.some((serviceId) => isSensitiveService(profile, serviceId));

/**
 * Returns the rows that `rowOf` makes of an office's turns, without `null` and without turns that are not public (`isPublicTurn`). Every
 * feed outside the staff's screens uses this function: rows made elsewhere do not compile.
 */
export function publicRows<Turn, Row extends object>(
  turns: Iterable<Turn>,
  profile: ServicePrivacy,
  servicesOf: (turn: Turn) => readonly string[],
  rowOf: (turn: Turn) => Row | null,
): Public<Row>[] {
  const rows: Public<Row>[] = [];
  for (const turn of turns) {
    const row = isPublicTurn(profile, servicesOf(turn)) ? rowOf(turn) : null;
    if (row !== null) rows.push(row as Public<Row>);
  }
  return rows;
}
