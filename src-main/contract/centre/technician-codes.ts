import { z } from 'zod';
import { NAMED_CODE } from '../../domain/named-code.ts';
import { OfficeId } from '../shared/ids.ts';
import { PlainText } from '../shared/plain-text.ts';
import { Instant } from '../shared/times.ts';

/** The pages that a code opens at a kiosk: the technician's pages, or the staff's view if the office has one. */
export const CODE_ROLES = ['technician', 'staff'] as const;
export const CodeRole = z.enum(CODE_ROLES);
export type CodeRole = z.infer<typeof CodeRole>;

/** Orders a code for one person. The code ends at `until`, at most `LONGEST_CODE_DAYS` after it was made. */
export const TechnicianCodeOrder = z.strictObject({
  name: PlainText.min(1).max(80),
  role: CodeRole,
  officeIds: z
    .array(OfficeId)
    .min(1)
    .max(100)
    .refine((ids) => new Set(ids).size === ids.length, 'an office is listed twice'),
  until: Instant,
});

const Starts = z.string().regex(/^\d{2}$/, 'expected two digits');

/** The only answer that contains the code, because the centre does not store it. */
export const TechnicianCodeMade = z.object({ codeId: z.uuid(), code: z.string().regex(NAMED_CODE), until: Instant });

export const TechnicianCode = z.object({
  codeId: z.uuid(),
  /** `null` once retention has removed the person's name. */
  name: z.string().nullable(),
  role: z.string(),
  officeIds: z.array(OfficeId),
  /** The code's first two digits, by which its holder recognises it. */
  starts: Starts,
  madeAt: Instant,
  until: Instant,
  withdrawnAt: Instant.nullable(),
});
export type TechnicianCode = z.infer<typeof TechnicianCode>;
/** Newest first, 500 at most. */
export const TechnicianCodes = z.object({ codes: z.array(TechnicianCode).max(500) });

/** Matches a hash of argon2id in PHC form: one lane, one to eight passes, salt and tag in base64url. */
const NAMED_HASH = /^\$argon2id\$v=19\$m=(\d{1,6}),t=([1-8]),p=1\$[\w-]{22}\$[\w-]{43}$/;
const MOST_MEMORY_KIB = 131_072;

/** A valid code as kiosks get it, without the person's name. */
export const NamedCode = z.object({
  codeId: z.uuid(),
  /** One of `CODE_ROLES`, or a role that only a newer centre knows. */
  role: z.string().max(20),
  starts: Starts,
  until: Instant,
  /**
   * The code's hash (`namedHash`), made for this kiosk alone. `null`: the centre cannot read its stored hash any more; the kiosk keeps the
   * hash that it received before.
   */
  hash: z
    .string()
    .refine((text) => Number(NAMED_HASH.exec(text)?.[1] ?? Number.NaN) <= MOST_MEMORY_KIB, 'expected a hash of a code')
    .nullable(),
});
export type NamedCode = z.infer<typeof NamedCode>;
export const NamedCodes = z.array(NamedCode).max(200);
