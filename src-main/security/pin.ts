import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** Cost of argon2id, from OWASP's password storage cheat sheet: 19 MiB, two passes, one lane. About 50 ms on a kiosk. */
const COST = { memory: 19 * 1_024, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

type Cost = { memory: number; passes: number; parallelism: number };

const derive = promisify(argon2);

/** The stored form of a PIN: a PHC string with its own salt and cost (memory in KiB), so that a later build may raise the cost. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await tagOf(pin, salt, COST, TAG_BYTES);
  const { memory, passes, parallelism } = COST;
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(tag)}`;
}

const KEPT =
  /^\$argon2id\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,2}),p=(?<parallelism>\d{1,2})\$(?<salt>[\w+/]{11,})\$(?<tag>[\w+/]{22,})$/;

/** Whether `kept` is the stored form of this PIN; false for malformed text. */
export async function pinMatches(pin: string, kept: string): Promise<boolean> {
  const { memory, passes, parallelism, salt, tag } = KEPT.exec(kept)?.groups ?? {};
  if (salt === undefined || tag === undefined) return false;
  const wanted = Buffer.from(tag, 'base64');
  const cost = { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) };
  return timingSafeEqual(await tagOf(pin, Buffer.from(salt, 'base64'), cost, wanted.length), wanted);
}

const tagOf = (pin: string, nonce: Buffer, cost: Cost, tagLength: number): Promise<Buffer> =>
  derive('argon2id', { message: pin, nonce, ...cost, tagLength });

/** Base64 without padding, as PHC strings require. */
const base64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '');
