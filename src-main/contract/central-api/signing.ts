/**
 * How requests and answers are signed: RFC 9421 with Ed25519, over TLS. No kiosk's clock is part of it.
 *
 * A request's signature, named `torn`, covers `@method`, `@path`, `@query`, and `content-digest` (RFC 9530, sha-256, over the body as
 * sent) when there is a body; its parameters are `keyid`, `alg="ed25519"`, `nonce` (128 random bits, base64url) and `tag`. Uploads need no freshness:
 * they are idempotent. A read (`GET`) carries `Torn-Request`, covered too: a whole number that counts up for ever in a kiosk; one that does not
 * exceed the last is refused as `replayed-request`, which says above what to go on.
 *
 * An answer to a signed request, and to `readTime`, is signed by the centre: it covers `@status`, `content-digest` and `torn-time` (the
 * centre's clock, RFC 3339 with milliseconds), and, of a signed request, `"signature";req;key="torn"`: it answers that one and no other. A stream
 * of hints is not signed: it carries nothing.
 */
export const SIGNATURE_NAME = 'torn';
export const REQUEST_COUNT_HEADER = 'torn-request';
export const TIME_HEADER = 'torn-time';

export const TAGS = { kiosk: 'torn-kiosk', candidate: 'torn-candidate', centre: 'torn-centre' } as const;

/** What a request's signature covers. */
export const requestFields = (hasBody: boolean, isCounted: boolean): string[] => [
  '@method',
  '@path',
  '@query',
  ...(hasBody ? ['content-digest'] : []),
  ...(isCounted ? [REQUEST_COUNT_HEADER] : []),
];

/** What an answer's signature covers. */
export const answerFields = (toSignedRequest: boolean): string[] => [
  '@status',
  'content-digest',
  TIME_HEADER,
  ...(toSignedRequest ? [`"signature";req;key="${SIGNATURE_NAME}"`] : []),
];
