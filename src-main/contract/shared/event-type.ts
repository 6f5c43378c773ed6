import { z } from 'zod';
import { LOCATOR_ALPHABET } from '../../domain/locator.ts';

/**
 * Retention classes of parts of an event's payload. The members of each class are deleted or replaced after the class's term, which
 * `retention.json` gives.
 */
export const BLANKING_CLASSES = ['need', 'visit-link', 'attendance'] as const;
export type BlankingClass = (typeof BLANKING_CLASSES)[number];

/**
 * Replaces the code of a proof of attendance when retention deletes the code. The centre confirms no proof with this value. A real code
 * practically never has it (58 random bits).
 */
export const BLANKED_CODE = LOCATOR_ALPHABET.charAt(0).repeat(12);
export const BLANKED_TIME = '1970-01-01T00:00:00.000Z';

/** The value that replaces each member, by class; `undefined` removes the member. */
export type Blanks<Member extends string = string> = Readonly<
  Partial<Record<BlankingClass, Readonly<Partial<Record<Member, unknown>>>>>
>;

interface EventTypeRow<Type extends string, V extends number, AtKiosk, Payload extends z.ZodRawShape> {
  type: Type;
  /** Version of the payload. A change that older programs could not read needs a new version. */
  v: V;
  /** `rows`: the kiosk's own tables also contain the data. `storage/restored-rows.ts` restores those rows from the journal. */
  atKiosk: AtKiosk;
  /**
   * Members that retention removes, because they identify a visit, by retention class; `{}`: none. A payload without their values is still
   * valid for every release.
   */
  blanks: Blanks<keyof Payload & string>;
  payload: Payload;
}

export function eventType<
  const Type extends string,
  const V extends number,
  const AtKiosk extends 'event' | 'rows',
  Payload extends z.ZodRawShape,
>({ type, v, atKiosk, blanks, payload }: EventTypeRow<Type, V, AtKiosk, Payload>) {
  const schema = z.strictObject({ type: z.literal(type), v: z.literal(v), payload: z.strictObject(payload) });
  return { type, v, atKiosk, blanks, schema } as const;
}
