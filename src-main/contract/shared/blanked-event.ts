import { BLANKING_CLASSES, type BlankingClass } from './event-type.ts';
import { BLANKS } from './events.ts';

export type Payload = Readonly<Record<string, unknown>>;

/** Types of which retention takes something out. */
export const BLANKED_TYPES: readonly string[] = [...BLANKS]
  .filter(([, blanks]) => Object.keys(blanks).length > 0)
  .map(([type]) => type);

/** What retention takes out of the payloads of a type, at the kiosk and at the centre alike: each member with what stands there afterwards. */
export const blankedMembers = (
  type: string,
  classes: Iterable<BlankingClass> = BLANKING_CLASSES,
): readonly (readonly [member: string, blank: unknown])[] =>
  [...classes].flatMap((name) => Object.entries(BLANKS.get(type)?.[name] ?? {}));

/** The payload without what these classes hold of it; the same object when they hold nothing. Members that are not there stay so. */
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
