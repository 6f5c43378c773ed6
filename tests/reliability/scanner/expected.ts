import type { DropCause, ScannedCode } from '../../../hardware/scanner/contract.ts';
import type { Framing } from '../../../hardware/scanner/framing.ts';

/** The bytes on a line up to a silence or an unplugging. */
export interface Segment {
  chunks: { bytes: Uint8Array; atMs: number }[];
  ended: { by: 'silence' | 'unplugged'; atMs: number };
}

export const nameOf = ({ text, bytes, symbology }: ScannedCode): string =>
  `${symbology} ${text === null ? 'binary' : `text ${text}`} ${Buffer.from(bytes).toString('hex')}`;

/** An AIM identifier with the letters of ISO/IEC 15424 and later additions. */
const AIM_IDENTIFIER = /^\]([ABCDEFGHIKLMNOPQRSTUXYZcdeghoprsz])[0-9A-Za-z]([\s\S]*)$/;
const FAMILIES: Readonly<Record<string, string>> = {
  A: 'code-39',
  C: 'code-128',
  E: 'ean-upc',
  F: 'codabar',
  G: 'code-93',
  I: 'interleaved-2-of-5',
  L: 'pdf417',
  Q: 'qr',
  d: 'data-matrix',
  e: 'gs1-databar',
  o: 'ocr',
  z: 'aztec',
};
const REMEMBERED = 8;
const REPEATED_WITHIN_MS = 2_000;

/** Escapes every byte by its number for a regular expression. */
const literally = (text: string) =>
  [...text].map((letter) => `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
const CONTROLS_OF_TEXT = literally('\x04\t\n\r\x1c\x1d\x1e\x1f');
const OTHER_CONTROL = new RegExp(
  `(?![${CONTROLS_OF_TEXT}])[${literally('\0')}-${literally('\x1f')}${literally('\x7f')}]`,
);

/**
 * Reads the codes of a whole segment at once, as Latin-1 text with regular expressions. The program's reader reads pieces and is compared
 * with this one.
 */
export function createReference(framing: Framing) {
  const latin = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
  const suffixes = framing.suffixes.map(latin).sort((a, b) => b.length - a.length);
  const anySuffix = suffixes.map(literally).join('|');
  const longest = Math.max(0, ...suffixes.map(({ length }) => length));
  const prefix = latin(framing.prefix);
  let seen: { code: string; atMs: number }[] = [];

  function splitAtSuffix(all: string): { frames: { frame: string; endAt: number }[]; rest: string } {
    const frames: { frame: string; endAt: number }[] = [];
    let from = 0;
    for (const match of all.matchAll(new RegExp(anySuffix, 'g'))) {
      const endAt = match.index + match[0].length;
      frames.push({ frame: all.slice(from, match.index), endAt });
      from = endAt;
    }
    return { frames, rest: all.slice(from) };
  }

  function nameOfContent(content: string): { name: string; code: string } {
    const [, letter = '', data = content] = AIM_IDENTIFIER.exec(content) ?? [];
    const bytes = Buffer.from(data, 'latin1');
    const asText = bytes.toString('utf8');
    const isText = Buffer.from(asText).equals(bytes) && !OTHER_CONTROL.test(asText);
    const family = letter === '' ? null : (FAMILIES[letter] ?? 'other');
    return { code: data, name: `${family} ${isText ? `text ${asText}` : 'binary'} ${bytes.toString('hex')}` };
  }

  return ({ chunks, ended }: Segment): { codes: string[]; drops: DropCause[] } => {
    const codes: string[] = [];
    const drops: DropCause[] = [];
    const all = chunks.map(({ bytes }) => latin(bytes)).join('');

    function timeOf(endAt: number): number {
      let reached = 0;
      for (const { bytes, atMs } of chunks) {
        reached += bytes.length;
        if (reached >= endAt) return atMs;
      }
      return ended.atMs;
    }

    function judge(frame: string, atMs: number): void {
      if (frame === '') return;
      const at = frame.indexOf(prefix);
      if (frame.length > framing.maxBytes) drops.push('too-long');
      else if (at < 0) drops.push('no-prefix');
      else tell(frame.slice(at + prefix.length), atMs);
    }

    function tell(content: string, atMs: number): void {
      if (content === '') return;
      const { name, code } = nameOfContent(content);
      if (code === '') return;
      const recent = seen.filter((one) => atMs - one.atMs < REPEATED_WITHIN_MS);
      if (recent.some((one) => one.code === code)) drops.push('repeated');
      else codes.push(name);
      seen = [...recent.filter((one) => one.code !== code), { code, atMs }].slice(-REMEMBERED);
    }

    if (framing.end === 'suffix') {
      const { frames, rest } = splitAtSuffix(all);
      for (const { frame, endAt } of frames) judge(frame, timeOf(endAt));
      if (rest.length > framing.maxBytes + longest - 1) drops.push('too-long');
      else if (rest !== '') drops.push('half-frame');
    } else if (all.length > framing.maxBytes + longest) drops.push('too-long');
    else if (ended.by === 'unplugged') drops.push(...(all === '' ? [] : (['half-frame'] as const)));
    else {
      const suffix = suffixes.length === 0 ? '' : suffixes.find((one) => all.endsWith(one));
      if (suffix === undefined) drops.push(...(all === '' ? [] : (['half-frame'] as const)));
      else judge(all.slice(0, all.length - suffix.length), ended.atMs);
    }
    return { codes, drops };
  };
}
