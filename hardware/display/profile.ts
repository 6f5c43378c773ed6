import { z } from 'zod';
import { PROFILE_ID } from '../profile-id.ts';

const TEXT = '{text}';
/** Bytes as hexadecimal digits with spaces between them; `{text}` is what is to be read. */
const Command = z
  .string()
  .regex(/^([0-9a-f]{2}|\{text\})( ([0-9a-f]{2}|\{text\}))*$/, 'expected bytes such as 01 5a {text} 04')
  .max(600);

/** What one display or beacon obeys, as data. Sources in the README of `config/displays`. */
export const DisplayProfile = z
  .strictObject({
    profileId: z.string().regex(PROFILE_ID),
    maker: z.string().min(1),
    model: z.string().min(1),
    /** What it shows at most, in characters of ASCII; `null` of a beacon. */
    columns: z.int().min(3).max(80).nullable(),
    /** How a byte stands on the line. `7e1`: seven bits, and an eighth that makes the ones even. */
    bits: z.enum(['8n1', '7e1']),
    /** `news`: for a call that has just come, for `newsMs`; `call`: after that; `blank`: nothing holds. */
    commands: z.strictObject({ news: Command, call: Command, blank: Command }),
    newsMs: z.int().min(1_000).max(60_000),
    /** It is said again this often, for a display that was switched off and on. */
    againMs: z.int().min(1_000).max(600_000),
    /** Names of the fields above that no source supports: a technician confirms them at installation. */
    toConfirm: z.array(z.enum(['columns', 'bits', 'commands'])),
  })
  .superRefine(({ columns, commands }, context) => {
    const wantsText = columns !== null;
    for (const name of ['news', 'call'] as const)
      if (commands[name].includes(TEXT) !== wantsText)
        context.addIssue({
          code: 'custom',
          path: ['commands', name],
          message: 'must hold {text} where it has columns',
        });
    if (commands.blank.includes(TEXT))
      context.addIssue({ code: 'custom', path: ['commands', 'blank'], message: 'nothing is read of a blank display' });
  });
export type DisplayProfile = z.infer<typeof DisplayProfile>;
export type DisplayCommand = keyof DisplayProfile['commands'];

/** The bytes of a command as they go over a line that knows eight bits and no parity. */
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

/** What is read there: the number, and where to go if that fits too. Only letters that every such display has. */
export function textOf(columns: number, { number, desk }: { number: string; desk: string }): string {
  const whole = `${number} ${desk}`;
  return plain(whole.length <= columns ? whole : number).slice(0, columns);
}

/** Letters without their accents; of anything else that is no ASCII, nothing. */
const plain = (text: string): string => text.normalize('NFD').replace(/[^ -~]/g, '');
