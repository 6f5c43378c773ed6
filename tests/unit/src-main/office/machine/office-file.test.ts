import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { carriedOf } from '../../../../../src-main/configuration/carried.ts';
import { openOffice, signOffice } from '../../../../../src-main/office/machine/office-file.ts';
import { withoutMachine } from '../../../../../src-main/office/steps/travelling-office.ts';
import { checkNumberOf } from '../../../../../src-main/security/check-number.ts';
import { newSigningKey } from '../../../../../src-main/signing/keys.ts';
import { demonstrationOffice } from '../../../../support/core-process.ts';
import { shippedOffice } from '../../../../support/shipped-office.ts';

const key = newSigningKey();

function content() {
  const office = shippedOffice();
  return {
    version: '0.3',
    madeAt: '2026-11-24T09:24:00.000Z',
    slot: 2,
    profile: withoutMachine(office.profile),
    carried: carriedOf(office),
  };
}

const FILE = signOffice(content(), key);
const kindOf = (bytes: Uint8Array, bare = false) => {
  const opened = openOffice(bytes, bare);
  return opened.ok ? 'opened' : opened.error.kind;
};
const rewritten = (change: (file: Record<string, unknown>) => object) =>
  Buffer.from(`${JSON.stringify(change(JSON.parse(FILE.toString())))}\n`);

test('an office is read from its file unchanged, with the key that signed it', () => {
  expect(openOffice(FILE, false)).toEqual({ ok: true, value: { content: content(), publicKey: key.publicKey } });
});

test('a file with any one byte changed, or cut anywhere, is refused', () => {
  for (let at = 0; at < FILE.length; at += at < FILE.length - 400 ? 53 : 1) {
    const changed = Buffer.from(FILE);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(kindOf(changed), `byte ${at}`).not.toBe('opened');
    expect(kindOf(FILE.subarray(0, at)), `cut at ${at}`).not.toBe('opened');
  }
  expect(kindOf(FILE.subarray(0, -9))).toBe('changed');
});

test('the same content in another form fails the signature', () => {
  const { signature, publicKey } = JSON.parse(FILE.toString());
  const others = [
    Buffer.concat([FILE, Buffer.from(' ')]),
    Buffer.concat([Buffer.from('\uFEFF'), FILE]),
    Buffer.from(FILE.toString().replace('{"format":', '{"format":"torn-office","format":')),
    Buffer.from(FILE.toString().replace(`${signature}"`, `${nextCharacter(signature)}"`)),
    Buffer.from(FILE.toString().replace(`${publicKey}"`, `${nextCharacter(publicKey)}"`)),
    rewritten((file) => ({ ...file, more: 1 })),
    rewritten(({ content: inner, ...file }) => ({ ...file, content: { ...Object(inner), slot: 3 } })),
    rewritten((file) => ({ ...file, publicKey: newSigningKey().publicKey })),
  ];
  for (const other of others) expect(kindOf(other)).toBe('changed');
});

/** Another text that decodes to the same bytes, because base64url leaves some bits of its last character unused. */
function nextCharacter(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  const found = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
    .map((character) => `${text.slice(0, -1)}${character}`)
    .find((other) => other !== text && Buffer.from(other, 'base64url').equals(bytes));
  if (found === undefined) throw new Error('no other form');
  return found;
}

test('a file of another version and a file that is not an office are told apart', () => {
  expect(kindOf(rewritten((file) => ({ ...file, formatVersion: 2 })))).toBe('other-version');
  const newer = signOffice(Object.assign(content(), { brightness: 80 }), key);
  expect(kindOf(newer)).toBe('other-version');
  for (const text of ['', '{}', '[]', 'null', '7', '"torn-office"', 'no JSON', '{"format":"other"}'])
    expect(kindOf(Buffer.from(text), true)).toBe('not-an-office');
  expect(kindOf(Buffer.of(0xff, 0xfe, 0x7b))).toBe('not-an-office');
});

test('JSON nested deeper than any office is not parsed, and brackets within strings are not counted', () => {
  const deep = (count: number) => `{"format":"torn-office","content":${'['.repeat(count)}${']'.repeat(count)}}`;
  expect(kindOf(Buffer.from(deep(400_000)))).toBe('not-an-office');
  expect(kindOf(Buffer.from(deep(30)))).toBe('other-version');
  const profile = { ...content().profile, name: `\\"${'['.repeat(50)}` };
  expect(kindOf(signOffice({ ...content(), profile }, key))).toBe('opened');
});

test('a profile by itself is accepted only if no signature is required', () => {
  const bytes = readFileSync(demonstrationOffice);
  expect(kindOf(bytes)).toBe('not-an-office');
  const opened = openOffice(Buffer.concat([Buffer.from('\uFEFF'), bytes]), true);
  expect(opened).toMatchObject({ ok: true, value: { publicKey: null, content: { profile: { name: 'OAC Exemple' } } } });
});

test('a check number is twelve digits and depends on every byte', async () => {
  const number = await checkNumberOf(FILE);
  expect(number).toMatch(/^\d{12}$/);
  expect(await checkNumberOf(FILE)).toBe(number);
  expect(await checkNumberOf(FILE.subarray(1))).not.toBe(number);
  expect(await checkNumberOf(Buffer.from('torn'))).toBe('667246801843');
});
