import type { CommandSetName } from '../../hardware/printer/dialects.ts';

/** One part of a stream of bytes to a printer: a command with its arguments, or a run of text. */
export interface NamedBytes {
  at: number;
  bytes: Uint8Array;
  /** The command's name in the maker's manual; `null` for text. */
  name: string | null;
  /** Offset of the image in `bytes`; `null` if the command has no image. */
  imageAt: number | null;
}

interface Rule {
  head: readonly number[];
  name: string;
  /** Length of the whole command in bytes, computed from its own bytes; bytes after the end of the stream count as 0. */
  length(byteAt: (index: number) => number): number;
  imageAt?: number;
}

const NAMES_OF_CONTROLS: Readonly<Record<number, string>> = {
  9: 'HT',
  10: 'LF',
  12: 'FF',
  13: 'CR',
  16: 'DLE',
  23: 'ETB',
  24: 'CAN',
  27: 'ESC',
  28: 'FS',
  29: 'GS',
};
const ESC = 0x1b;
const GS = 0x1d;
const DLE = 0x10;

const nameOf = (byte: number): string =>
  NAMES_OF_CONTROLS[byte] ?? (byte > 0x20 ? String.fromCharCode(byte) : hex(byte));

const hex = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

const fixed = (head: readonly number[], argumentCount: number): Rule => ({
  head,
  name: head.map(nameOf).join(' '),
  length: () => head.length + argumentCount,
});

/** A rule for a command whose length follows from its bytes; `imageAt`: offset of the image in the command. */
const sized = (head: readonly number[], length: Rule['length'], imageAt?: number): Rule => ({
  head,
  name: head.map(nameOf).join(' '),
  length,
  ...(imageAt !== undefined && { imageAt }),
});

const word = (byteAt: (index: number) => number, index: number): number => byteAt(index) + byteAt(index + 1) * 256;

const codes = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));

/** The command set ESC/POS. The first rule that fits is used, so a longer head comes ahead of a shorter head with the same beginning. */
const ESCPOS: readonly Rule[] = [
  fixed([DLE, 0x04], 1),
  fixed([DLE, 0x05], 1),
  { head: [DLE, 0x14, 0x08], name: 'DLE DC4 8', length: () => 10 },
  fixed([DLE, 0x14], 3),
  fixed([ESC, 0x40], 0),
  ...codes('!-EGJMRSTVadert{').map((code) => fixed([ESC, code], 1)),
  ...codes('$\\').map((code) => fixed([ESC, code], 2)),
  ...codes('i2m').map((code) => fixed([ESC, code], 0)),
  fixed([ESC, 0x33], 1),
  fixed([ESC, 0x70], 3),
  sized([ESC, 0x2a], (byteAt) => 5 + word(byteAt, 3) * (byteAt(2) < 32 ? 1 : 3), 5),
  sized([GS, 0x28, 0x4c], (byteAt) => 5 + word(byteAt, 3), 7),
  ...codes('ACDEHKMNkz').map((code) => sized([GS, 0x28, code], (byteAt) => 5 + word(byteAt, 3))),
  sized([GS, 0x76, 0x30], (byteAt) => 8 + word(byteAt, 4) * word(byteAt, 6), 8),
  sized([GS, 0x56], (byteAt) => (byteAt(2) >= 65 ? 4 : 3)),
  ...codes('LWP').map((code) => fixed([GS, code], 2)),
  ...codes('!BHIabfhrw').map((code) => fixed([GS, code], 1)),
  fixed([GS, 0x65], 2),
];

const STAR: readonly Rule[] = [
  { head: [ESC, GS, 0x79, 0x44, 0x31, 0x00], name: 'ESC GS y D 1', length: (byteAt) => 8 + word(byteAt, 6) },
  fixed([ESC, GS, 0x79, 0x53, 0x30], 1),
  fixed([ESC, GS, 0x79, 0x53, 0x31], 1),
  fixed([ESC, GS, 0x79, 0x53, 0x32], 1),
  fixed([ESC, GS, 0x79, 0x50], 0),
  sized([ESC, GS, 0x53], (byteAt) => 9 + word(byteAt, 4) * word(byteAt, 6), 9),
  fixed([ESC, GS, 0x03], 3),
  fixed([ESC, GS, 0x61], 1),
  fixed([ESC, GS, 0x74], 1),
  fixed([ESC, 0x1e, 0x61], 1),
  fixed([ESC, 0x1e, 0x45], 1),
  fixed([ESC, 0x1e, 0x46], 1),
  fixed([ESC, 0x06, 0x01], 0),
  fixed([ESC, 0x40], 0),
  fixed([ESC, 0x69], 2),
  ...codes('EF45MPg').map((code) => fixed([ESC, code], 0)),
  ...codes('aAJIWhdzR').map((code) => fixed([ESC, code], 1)),
  sized([ESC, 0x6b], (byteAt) => 4 + word(byteAt, 2), 4),
];

const RULES: Readonly<Partial<Record<CommandSetName, readonly Rule[]>>> = { escpos: ESCPOS, 'star-line': STAR };

/**
 * Divides `bytes` into commands and runs of text. A control byte that no rule knows is a part by itself, with the name of the control or
 * its code.
 */
export function nameCommands(bytes: Uint8Array, commandSet: CommandSetName): NamedBytes[] {
  const named: NamedBytes[] = [];
  let at = 0;
  const take = (length: number, name: string | null, imageAt: number | null = null): void => {
    named.push({ at, bytes: bytes.subarray(at, at + length), name, imageAt });
    at += length;
  };
  while (at < bytes.length) {
    const start = at;
    const byteAt = (index: number) => bytes[start + index] ?? 0;
    const rule = RULES[commandSet]?.find(({ head }) => head.every((byte, index) => byteAt(index) === byte));
    if (rule !== undefined) take(rule.length(byteAt), rule.name, rule.imageAt ?? null);
    else if (isText(byteAt(0))) {
      let length = 1;
      while (start + length < bytes.length && isText(byteAt(length))) length += 1;
      take(length, null);
    } else take(1, nameOf(byteAt(0)));
  }
  return named;
}

const isText = (byte: number): boolean => byte >= 0x20 && byte !== 0x7f;

export const toHex = (bytes: Uint8Array): string => [...bytes].map(hex).join(' ');
