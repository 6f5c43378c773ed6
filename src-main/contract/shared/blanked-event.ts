import { BLANKING_CLASSES, type BlankingClass } from './event-type.ts';
import { BLANKS } from './events.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** Event types with members that retention removes. */
export const BLANKED_TYPES: readonly string[] = [...BLANKS]
  .filter(([, blanks]) => Object.keys(blanks).length > 0)
  .map(([type]) => type);

/** Returns the members that retention removes from payloads of a type, at kiosk and centre alike, with the values that replace them. */
export const blankedMembers = (
  type: string,
  classes: Iterable<BlankingClass> = BLANKING_CLASSES,
): readonly (readonly [member: string, blank: unknown])[] =>
  [...classes].flatMap((name) => Object.entries(BLANKS.get(type)?.[name] ?? {}));

/**
 * Returns the payload with the members of these classes removed or replaced; the same object if nothing changes. Members that the payload
 * lacks are not added.
 */
export function blankPayload(type: string, payload: Payload, classes: Iterable<BlankingClass>): Payload {
  const left: Record<string, unknown> = { ...payload };
  let isChanged = false;
  for (const [member, blank] of blankedMembers(type, classes)) {
    if (!Object.hasOwn(left, member) || left[member] === blank) continue;
    if (blank === undefined) delete left[member];
    else left[member] = blank;
    isChanged = true;
  }
  return isChanged ? left : payload;
}
