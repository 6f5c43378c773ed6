import { z } from 'zod';
import { LOCATOR_ALPHABET } from '../../domain/locator.ts';

/** Retention classes that end inside of payloads; each has a term in `retention.json`. */
export const BLANKING_CLASSES = ['need', 'visit-link', 'attendance'] as const;
export type BlankingClass = (typeof BLANKING_CLASSES)[number];

/** Stands for the code of a proof that is no longer kept; chance gives it to nobody (58 bits), and the centre takes it for none. */
export const BLANKED_CODE = LOCATOR_ALPHABET.charAt(0).repeat(12);
export const BLANKED_TIME = '1970-01-01T00:00:00.000Z';

/** By class: what stands in a member of a payload afterwards; `undefined`: the member is gone. */
export type Blanks<Member extends string = string> = Readonly<
  Partial<Record<BlankingClass, Readonly<Partial<Record<Member, unknown>>>>>
>;

/** What every type of event answers for; adding one is adding a row to `EVENT_TYPES`. */
interface EventTypeRow<Type extends string, V extends number, AtKiosk, Payload extends z.ZodRawShape> {
  type: Type;
  /** Of the payload; a payload that older programs cannot read has another. */
  v: V;
  /** `rows`: the kiosk's own tables hold what it says as well. `storage/restored-rows.ts` makes them where the journal alone has it. */
  atKiosk: AtKiosk;
  /** What names a visit in it, by the class that ends it; `{}`: nothing does. What is left is a payload that every release reads. */
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
