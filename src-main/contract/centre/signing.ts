/**
 * Signatures of requests and answers: RFC 9421 with Ed25519, over TLS. They do not depend on a kiosk's clock.
 *
 * A request's signature, named `torn`, covers `@method`, `@authority`, `@path`, `@query`, and each header of `COVERED_HEADERS` in the
 * request; a body has a `content-digest` (RFC 9530, sha-256, over the body as sent). The signature's parameters are `keyid`,
 * `alg="ed25519"`, `nonce` (128 random bits, base64url) and `tag`. An upload may arrive twice without harm, so nothing proves that it is
 * new. A read (`GET`) of an enrolled kiosk has a covered `Torn-Request`: a whole number that the kiosk increases with each read. The centre
 * refuses a number that does not exceed the last one as `replayed-request`, and names that last number in `above`.
 *
 * The centre signs its answer only after the request's own signature has verified, so an answer proves which request it answers, as the
 * centre received it. The answer's signature covers `@status`, `content-digest`, `torn-time` (the centre's clock, RFC 3339 with
 * milliseconds), `etag` if present, everything that the request's signature covers (`;req`), and the request's signature itself. The answer
 * to the unsigned `readTime` covers no part of a request. A webhook of alarms or results is a request of the centre, signed like a kiosk's
 * upload with its own tag. A refusal before the signature has verified is unsigned, and a kiosk must not act on it. A stream of wake-ups is
 * unsigned, because it has no content.
 */
export const SIGNATURE_NAME = 'torn';
export const REQUEST_COUNT_HEADER = 'torn-request';
export const TIME_HEADER = 'torn-time';

export const TAGS = {
  kiosk: 'torn-kiosk',
  candidate: 'torn-candidate',
  centre: 'torn-centre',
  alarm: 'torn-alarm',
  result: 'torn-result',
  text: 'torn-text',
} as const;

/** Headers that change a request's meaning. The signature covers them, so that they cannot be changed between kiosk and centre. */
export const COVERED_HEADERS = [
  'content-digest',
  'content-type',
  'content-encoding',
  'if-none-match',
  REQUEST_COUNT_HEADER,
] as const;

type Headers = Readonly<Record<string, string>>;

/** Returns the components that the signature of a request with these headers covers; header names are in lower case. */
export const requestFields = (headers: Headers): string[] => [
  '@method',
  '@authority',
  '@path',
  '@query',
  ...COVERED_HEADERS.filter((name) => headers[name] !== undefined),
];

/**
 * Returns the components that the signature of an answer covers. `request`: the headers of the answered request, `null` if that was
 * unsigned.
 */
export const answerFields = (headers: Headers, request: Headers | null): string[] => [
  '@status',
  'content-digest',
  TIME_HEADER,
  ...(headers.etag === undefined ? [] : ['etag']),
  ...(request === null
    ? []
    : [...requestFields(request).map((field) => `"${field}";req`), `"signature";req;key="${SIGNATURE_NAME}"`]),
];
