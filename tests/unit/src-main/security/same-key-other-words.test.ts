import { createHash, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { TAGS } from '../../../../src-main/contract/centre/signing.ts';
import { newSigningKey, type SigningKey } from '../../../../src-main/signing/keys.ts';
import {
  type AnswerToSign,
  type RequestToSign,
  signAnswer,
  signRequest,
  verifyAnswer,
  verifyRequest,
} from '../../../../src-main/signing/signed-messages.ts';

const kiosk = newSigningKey();
const centre = newSigningKey();
const NOW_MS = Date.parse('2026-11-26T11:00:00.123Z');

type Message = { headers: Record<string, string> } & ({ method: string; url: string } | { status: number });

/** A component's line in the signature base of RFC 9421, section 2.5. */
function lineOf(component: string, message: Message, request: RequestToSign | null): string {
  const name = /^"(?<name>[^"]+)"/.exec(component)?.groups?.name ?? '';
  const from: Message | null = component.includes(';req') ? request : message;
  if (from === null) throw new Error(`${component}: there is no request`);
  const derived: Record<string, () => string> = {
    '@status': () => ('status' in from ? String(from.status) : ''),
    '@method': () => ('method' in from ? from.method : ''),
    '@path': () => ('url' in from ? new URL(from.url).pathname : ''),
    '@query': () => ('url' in from ? new URL(from.url).search || '?' : ''),
    '@authority': () => ('url' in from ? new URL(from.url).host : ''),
  };
  const header = from.headers[name];
  const value = derived[name]?.() ?? (component.includes(';key="torn"') ? header?.replace(/^torn=/, '') : header);
  if (value === undefined || value === '') throw new Error(`${component}: not in the message`);
  return `${component}: ${value}`;
}

/** The message signed again with the same key, after `reword` changed the signature's components and parameters. */
function signedOtherwise<M extends Message>(
  message: M,
  request: RequestToSign | null,
  key: SigningKey,
  reword: (components: string[], parameters: string) => [components: string[], parameters: string],
): M {
  const input = message.headers['signature-input'] ?? '';
  const { inside = '', parameters = '' } = /^torn=\((?<inside>[^)]*)\)(?<parameters>.*)$/.exec(input)?.groups ?? {};
  const [components, more] = reword(inside.split(' '), parameters);
  const said = `(${components.join(' ')})${more}`;
  const base = [...components.map((one) => lineOf(one, message, request)), `"@signature-params": ${said}`].join('\n');
  const signature = `torn=:${sign(null, Buffer.from(base), key.privateKey).toString('base64')}:`;
  return { ...message, headers: { ...message.headers, 'signature-input': `torn=${said}`, signature } };
}

async function upload(): Promise<RequestToSign> {
  const request = {
    method: 'POST',
    url: 'https://torn.example/v1/cities/a/kiosks/b/events?x=1',
    headers: { 'content-type': 'application/json' },
    body: Buffer.from('{"events":[]}'),
  };
  return { ...request, headers: await signRequest(request, kiosk, 'kiosk', null) };
}

async function answerTo(request: RequestToSign | null): Promise<AnswerToSign> {
  const plain = { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"items":[]}') };
  return { ...plain, headers: await signAnswer(plain, request, centre, NOW_MS) };
}

const inOtherOrder = (components: string[], parameters: string): [string[], string] => [
  components.toReversed(),
  parameters,
];
const withoutOne =
  (name: string) =>
  (components: string[], parameters: string): [string[], string] => [
    components.filter((one) => !one.startsWith(`"${name}"`)),
    parameters,
  ];
const withTag =
  (tag: string) =>
  (components: string[], parameters: string): [string[], string] => [
    components,
    parameters.replace(/tag="[^"]*"/, `tag="${tag}"`),
  ];
const unchanged = (components: string[], parameters: string): [string[], string] => [components, parameters];

describe('a request that the right key has signed for another purpose', () => {
  test('is accepted if nothing is changed', async () => {
    expect(await verifyRequest(signedOtherwise(await upload(), null, kiosk, unchanged), kiosk.publicKey)).toBe(true);
  });

  test.each([
    ['what is covered stands in another order', inOtherOrder],
    ['its method is not covered', withoutOne('@method')],
    ['its host is not covered', withoutOne('@authority')],
    ['its path is not covered', withoutOne('@path')],
    ['its query is not covered', withoutOne('@query')],
    ['its body is not covered', withoutOne('content-digest')],
  ])('is refused: %s', async (_, reword) => {
    expect(await verifyRequest(signedOtherwise(await upload(), null, kiosk, reword), kiosk.publicKey)).toBe(false);
  });
});

describe('an answer that the centre’s key has signed for another purpose', () => {
  test('is accepted if nothing is changed', async () => {
    const request = await upload();
    const signed = signedOtherwise(await answerTo(request), request, centre, unchanged);
    expect(await verifyAnswer(signed, request, [centre.publicKey])).toBe(NOW_MS);
  });

  test.each([
    ['it bears the tag of a kiosk', withTag(TAGS.kiosk)],
    ['it bears the tag of a candidate', withTag(TAGS.candidate)],
    ['it bears a tag that ends like the right one', withTag(`x${TAGS.centre}`)],
    ['what is covered stands in another order', inOtherOrder],
    ['its status is not covered', withoutOne('@status')],
    ['its body is not covered', withoutOne('content-digest')],
    ['its time is not covered', withoutOne('torn-time')],
    ['the request’s method is not covered', withoutOne('@method')],
    ['the request’s host is not covered', withoutOne('@authority')],
    ['the request’s path is not covered', withoutOne('@path')],
    ['the request’s query is not covered', withoutOne('@query')],
    ['the request’s signature is not covered', withoutOne('signature')],
  ])('gives no time: %s', async (_, reword) => {
    const request = await upload();
    const signed = signedOtherwise(await answerTo(request), request, centre, reword);
    expect(await verifyAnswer(signed, request, [centre.publicKey])).toBeNull();
  });

  test('gives no time with a body digest of another algorithm', async () => {
    const request = await upload();
    const answered = await answerTo(request);
    const digest = `sha-512=:${createHash('sha512').update(answered.body).digest('base64')}:`;
    const other = { ...answered, headers: { ...answered.headers, 'content-digest': digest } };
    expect(await verifyAnswer(signedOtherwise(other, request, centre, unchanged), request, [centre.publicKey])).toBe(
      null,
    );
  });
});
