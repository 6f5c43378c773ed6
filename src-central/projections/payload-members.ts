import { z } from 'zod';
import { EVENT_TYPES, type EventOf, type EventType } from '../../src-main/contract/shared/events.ts';
import { Day } from '../../src-main/contract/shared/times.ts';
import { instantOf } from '../clock.ts';
import { isStorableInstant } from '../database/storable.ts';

/** An id is converted to lower case, as PostgreSQL writes it, so that one id always gives one key. */
const Id = z.uuid().toLowerCase();
/** The longest text in a column that has an index. An enumerated text may also have a value that only a newer kiosk knows. */
const LONGEST_WORD = 100;
const wordOf = (longest: number | null): z.ZodString =>
  z
    .string()
    .min(1)
    .max(longest ?? LONGEST_WORD);
/** A time converted to UTC with milliseconds, because RFC 3339 permits offsets and numbers of decimals that PostgreSQL does not accept. */
const Instant = z.iso
  .datetime({ offset: true })
  .refine((text) => isStorableInstant(Date.parse(text)))
  .transform((text) => instantOf(Date.parse(text)));

type Payload<Type extends EventType> = EventOf<Type>['payload'];
type Member<Type extends EventType> = keyof Payload<Type> & string;
type Widened<T> = T extends string ? string : T extends boolean ? boolean : T;

/**
 * Returns the schema of those members of the payload that the centre reads. It is the kiosk's own schema, except that an enumerated text
 * may have any value and further members are accepted.
 */
export function seen<const Type extends EventType, const M extends Member<Type>>(type: Type, ...members: readonly M[]) {
  const row = EVENT_TYPES.find((one) => one.type === type);
  const described: Readonly<Record<string, z.ZodType>> = row?.schema.shape.payload.shape ?? {};
  const widened = members.map((member) => [member, widen(described[member] ?? z.never())]);
  return z.object(Object.fromEntries(widened)) as z.ZodObject<{
    [Seen in M]: z.ZodType<Widened<Payload<Type>[Seen]>>;
  }>;
}

function widen(member: z.core.$ZodType): z.ZodType {
  if (member instanceof z.ZodOptional) return widen(member.unwrap()).optional();
  if (member instanceof z.ZodNullable) return widen(member.unwrap()).nullable();
  if (member instanceof z.ZodLiteral) return typeof member.value === 'boolean' ? z.boolean() : wordOf(null);
  if (member instanceof z.ZodEnum) return wordOf(null);
  if (member instanceof z.ZodUUID) return Id;
  if (member instanceof z.ZodISODateTime) return Instant;
  if (member instanceof z.ZodISODate) return Day;
  if (member instanceof z.ZodString) return wordOf(member.maxLength);
  return member instanceof z.ZodType ? member : z.never();
}
