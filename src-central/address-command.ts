import { X509Certificate } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import qrcode from 'qrcode-generator';
import { CentreNote, MOST_NOTE_CHARACTERS, noteCode, noteFile } from '../src-main/contract/shared/centre-note.ts';
import { problemsIn } from '../src-main/contract/shared/problems.ts';
import { messageOf, type Result, succeed } from '../src-main/domain/result.ts';
import { type BadSettings, wrong } from './settings.ts';

export type TypedAddress = {
  [option in 'url' | 'city' | 'key' | 'proxy' | 'authority' | 'folder']?: string | undefined;
};

const FILE_NAME = 'torn-centre.json';
/** The members of `CentreNote` whose command-line options have other names. */
const OPTIONS: Readonly<Record<string, string>> = { cityId: 'city', keyId: 'key' };

/**
 * Shows the centre's address as a QR code for a kiosk's scanner, and, with `folder`, writes it as a file for a USB stick. Returns the text
 * for stdout.
 */
export function giveAddress(typed: TypedAddress): Result<string, BadSettings> {
  const authority = typed.authority === undefined ? succeed(null) : readAuthority(typed.authority);
  if (!authority.ok) return authority;
  const read = CentreNote.safeParse({
    url: typed.url,
    cityId: typed.city,
    proxy: typed.proxy ?? null,
    ...(typed.key === undefined ? {} : { keyId: typed.key }),
    authority: authority.value === null ? null : { pem: authority.value.toString() },
  });
  if (!read.success) {
    const [{ place, message } = { place: '', message: '' }] = problemsIn(read.error);
    return wrong(`--${OPTIONS[place] ?? place} is missing or wrong: ${message}`);
  }
  const fingerprint = authority.value?.fingerprint256 ?? null;
  const code = noteCode(read.data, fingerprint?.replaceAll(':', '').toLowerCase() ?? null);
  if (code.length > MOST_NOTE_CHARACTERS)
    return wrong(`the address does not fit into a QR code of ${MOST_NOTE_CHARACTERS} characters`);
  const said = [drawn(code), code];
  if (fingerprint !== null) said.push(`Fingerprint of the authority: ${fingerprint}`);
  if (typed.folder !== undefined) {
    const file = join(typed.folder, FILE_NAME);
    try {
      writeFileSync(file, noteFile(read.data));
    } catch (error) {
      return wrong(`--folder ${typed.folder}: ${messageOf(error)}`);
    }
    said.push(`Wrote ${file}.`);
  }
  return succeed(said.join('\n'));
}

const CERTIFICATES = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Reads the last certificate of the file. A server's chain ends with its highest certificate, and kiosks compare this one. */
function readAuthority(file: string): Result<X509Certificate, BadSettings> {
  try {
    const last = readFileSync(file, 'utf8').match(CERTIFICATES)?.at(-1);
    if (last === undefined) return wrong(`--authority ${file} contains no certificate (PEM)`);
    const certificate = new X509Certificate(last);
    return certificate.ca
      ? succeed(certificate)
      : wrong(`--authority ${file}: the last certificate is not one of an authority`);
  } catch (error) {
    return wrong(`--authority ${file}: ${messageOf(error)}`);
  }
}

const QUIET_MODULES = 4;
const BLACK_ON_WHITE = '\x1b[38;5;16m\x1b[48;5;231m';
const AS_BEFORE = '\x1b[0m';
/** Each character draws two modules of the QR code: one in its upper half, and one in its lower half. */
const HALVES = { none: ' ', upper: '▀', lower: '▄', both: '█' } as const;

/** Draws a QR code in text, two rows of modules in each line. It sets both colours, because a terminal may be light or dark. */
function drawn(text: string): string {
  const code = qrcode(0, 'L');
  code.addData(text, 'Byte');
  code.make();
  const modules = code.getModuleCount();
  const isDark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < modules && column < modules && code.isDark(row, column);
  const lines: string[] = [];
  for (let row = -QUIET_MODULES; row < modules + QUIET_MODULES; row += 2) {
    let line = '';
    for (let column = -QUIET_MODULES; column < modules + QUIET_MODULES; column += 1) {
      const [upper, lower] = [isDark(row, column), isDark(row + 1, column)];
      line += HALVES[upper ? (lower ? 'both' : 'upper') : lower ? 'lower' : 'none'];
    }
    lines.push(`${BLACK_ON_WHITE}${line}${AS_BEFORE}`);
  }
  return lines.join('\n');
}
