import type { ScannerProfile } from '../scanner/profile.ts';
import { bytesOfHex } from '../scanner/profile.ts';

export type ScannerReading =
  | { kind: 'right'; profileId: string }
  /** The bytes are not the code on the screen: the serial speed is wrong, another code was read, or no profile has this framing. */
  | { kind: 'other' };

/** `]Q1` for example: the AIM identifier, which names the kind of a code before its content. */
const AIM = /^\][A-Za-z][0-9A-Za-z]/;

/**
 * Compares `burst`, all bytes up to a silence, with the shown code. A maker's own profile is preferred to the generic one with the same
 * framing.
 */
export function judgeReading(
  burst: Uint8Array,
  shown: string,
  deviceName: string | null,
  profiles: readonly ScannerProfile[],
): ScannerReading {
  const text = Buffer.from(burst).toString('latin1');
  const start = text.indexOf(shown);
  if (start < 0) return { kind: 'other' };
  const before = text.slice(0, start);
  const after = text.slice(start + shown.length);
  const fitting = profiles.filter(({ framing }) => {
    const prefix = Buffer.from(bytesOfHex(framing.prefixHex ?? '')).toString('latin1');
    const suffixes = framing.suffixesHex.map((hex) => Buffer.from(bytesOfHex(hex)).toString('latin1'));
    const isContentStart = before === prefix || (before.startsWith(prefix) && AIM.test(before.slice(prefix.length)));
    return (
      framing.end === 'silence' && isContentStart && (after === '' ? suffixes.length === 0 : suffixes.includes(after))
    );
  });
  const own = fitting.find(({ maker }) => deviceName?.toLowerCase().includes(maker.toLowerCase()));
  const chosen = own ?? fitting.find(({ maker }) => maker === 'generic');
  return chosen === undefined ? { kind: 'other' } : { kind: 'right', profileId: chosen.profileId };
}
