import { z } from 'zod';
import { PROFILE_ID } from '../profile-id.ts';
import { Seen } from '../seen.ts';

const TEXT = '{text}';
const Command = z
  .string()
  .regex(/^([0-9a-f]{2}|\{text\})( ([0-9a-f]{2}|\{text\}))*$/, 'expected bytes such as 01 5a {text} 04')
  .max(600);

/** The commands of one display or beacon. The README of `config` names their sources. */
export const DisplayProfile = z
  .strictObject({
    profileId: z.string().regex(PROFILE_ID),
    maker: z.string().min(1),
    model: z.string().min(1),
    /** Largest number of ASCII characters that the display shows; `null` for a beacon, which shows no text. */
    columns: z.int().min(3).max(80).nullable(),
    /** `7e1`: seven bits and one bit of even parity. */
    bits: z.enum(['8n1', '7e1']),
    /** `news`: a new call, for `newsMs`; `call`: the same call afterwards; `blank`: there is no call to show. */
    commands: z.strictObject({ news: Command, call: Command, blank: Command }),
    newsMs: z.int().min(1_000).max(60_000),
    /** The driver repeats the current command this often, because a display that was switched off and on has forgotten it. */
    againMs: z.int().min(1_000).max(600_000),
    seen: Seen,
    /** Fields above whose values no source supports, so a technician confirms them at installation. */
    toConfirm: z.array(z.enum(['columns', 'bits', 'commands'])),
  })
  .superRefine(({ columns, commands }, context) => {
    const wantsText = columns !== null;
    for (const name of ['news', 'call'] as const)
      if (commands[name].includes(TEXT) !== wantsText)
        context.addIssue({
          code: 'custom',
          path: ['commands', name],
          message: 'must contain {text} if, and only if, the display has columns',
        });
    if (commands.blank.includes(TEXT))
      context.addIssue({
        code: 'custom',
        path: ['commands', 'blank'],
        message: 'must not contain {text}, because a blank display shows no text',
      });
  });
export type DisplayProfile = z.infer<typeof DisplayProfile>;
export type DisplayCommand = keyof DisplayProfile['commands'];

/** Returns the bytes of a command for a serial line without parity. For `7e1` this function puts the even parity into the eighth bit. */
export function bytesOf({ bits, commands }: DisplayProfile, command: DisplayCommand, text: string): Uint8Array {
  const parts = commands[command]
    .split(' ')
    .map((part) => (part === TEXT ? Buffer.from(text, 'ascii') : fromHex(part)));
  const bytes = Buffer.concat(parts);
  return bits === '7e1' ? bytes.map(withEvenParity) : bytes;
}

const fromHex = (digits: string): Buffer => Buffer.from(digits, 'hex');

function withEvenParity(byte: number): number {
  const seven = byte & 0x7f;
  const ones = seven.toString(2).replaceAll('0', '').length;
  return ones % 2 === 0 ? seven : seven | 0x80;
}

/** Returns the ticket's number, followed by the desk if both fit into `columns`. The text is ASCII, which every such display shows. */
export function textOf(columns: number, { number, desk }: { number: string; desk: string }): string {
  const whole = `${number} ${desk}`;
  return plain(whole.length <= columns ? whole : number).slice(0, columns);
}

const plain = (text: string): string => text.normalize('NFD').replace(/[^ -~]/g, '');
