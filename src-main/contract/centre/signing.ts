/**
 * How requests and answers are signed: RFC 9421 with Ed25519, over TLS. No kiosk's clock is part of it.
 *
 * A request's signature, named `torn`, covers `@method`, `@authority`, `@path`, `@query`, and each header of `COVERED_HEADERS` that the request
 * carries; a body has a `content-digest` (RFC 9530, sha-256, over the body as sent). Its parameters are `keyid`, `alg="ed25519"`, `nonce` (128 random bits, base64url) and `tag`. Uploads need
 * no freshness: they are idempotent. A read (`GET`) carries `Torn-Request`, covered too: a whole number that counts up for ever in a kiosk; one that
 * does not exceed the last is refused as `replayed-request`, which says above what to go on.
 *
 * The centre signs its answer only once the request's own signature has verified: an answer proves which request it answers, as the centre
 * received it. It covers `@status`, `content-digest`, `torn-time` (the centre's clock, RFC 3339 with milliseconds), `etag` where there is one,
 * everything that the request's signature covers (`;req`), and that signature itself. The answer to `readTime`, which
 * nobody signs, covers none of a request. What is refused before the signature has verified is not signed, and so means nothing to a kiosk. A stream of
 * hints is not signed: it carries nothing.
 */
export const SIGNATURE_NAME = 'torn';
export const REQUEST_COUNT_HEADER = 'torn-request';
export const TIME_HEADER = 'torn-time';

export const TAGS = { kiosk: 'torn-kiosk', candidate: 'torn-candidate', centre: 'torn-centre' } as const;

/** Headers that change what a request means. Nobody in transit may alter, remove or add one. */
export const COVERED_HEADERS = [
  'content-digest',
  'content-type',
  'content-encoding',
  'if-none-match',
  REQUEST_COUNT_HEADER,
] as const;

type Headers = Readonly<Record<string, string>>;

/** What the signature of a request with these headers covers; names of headers are lower case. */
export const requestFields = (headers: Headers): string[] => [
  '@method',
  '@authority',
  '@path',
  '@query',
  ...COVERED_HEADERS.filter((name) => headers[name] !== undefined),
];

/** What the signature of an answer covers; `request`: the headers of the signed request that it answers, `null` for an unsigned one. */
export const answerFields = (headers: Headers, request: Headers | null): string[] => [
  '@status',
  'content-digest',
  TIME_HEADER,
  ...(headers.etag === undefined ? [] : ['etag']),
  ...(request === null
    ? []
    : [...requestFields(request).map((field) => `"${field}";req`), `"signature";req;key="${SIGNATURE_NAME}"`]),
];
