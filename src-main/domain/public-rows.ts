import { isSensitiveService, type ServicePrivacy } from './sensitive-service.ts';

declare const madePublic: unique symbol;

/** A row that hall screens, displays, loudspeakers and phones may be given. `publicRows` alone makes one. */
export type Public<Row> = Row & { readonly [madePublic]: true };

/** Whether a turn may be shown, said or sent: none of the services that it was given for or handed to (`serviceIds`) is sensitive. */
export const isPublicTurn = (profile: ServicePrivacy, serviceIds: readonly string[]): boolean =>
  !serviceIds.some((serviceId) => isSensitiveService(profile, serviceId));

/**
 * What the public is given of an office's turns: those that are public (`isPublicTurn` of `servicesOf`) and of which `rowOf` has something to give.
 * Every feed that leaves the staff's hands is made by this function, so that a feed of another origin does not compile.
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
