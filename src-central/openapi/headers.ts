import type { ZodOpenApiParameterObject } from 'zod-openapi';
import { REQUEST_ID_HEADER } from '../../src-main/contract/centre/request-id.ts';
import { TIME_HEADER } from '../../src-main/contract/centre/signing.ts';

const text = { type: 'string' } as const;
const header = (description: string) => ({ description, required: true, schema: text }) as const;

export const HEADERS = {
  TornTime: header('The centre’s clock, RFC 3339 with milliseconds'),
  ContentDigest: header('RFC 9530, sha-256, over the body as sent'),
  SignatureInput: header('RFC 9421'),
  Signature: header('RFC 9421, by a key of the centre'),
  ETag: header('Changes whenever the answer changes'),
  RequestId: header('The id of the request in the centre’s log'),
  RetryAfter: {
    description: 'Seconds to wait before the next try',
    required: true,
    schema: { type: 'integer', minimum: 1 },
  },
} as const;

export const PARAMETERS = {
  RequestId: {
    in: 'header',
    name: 'X-Request-Id',
    description: 'A UUID that the centre writes into its log with this request, and repeats in its answer',
    schema: { type: 'string', format: 'uuid' },
  },
  SignatureInput: {
    in: 'header',
    name: 'Signature-Input',
    required: true,
    description: 'RFC 9421: what the signature covers, and by which key',
    schema: text,
  },
  ContentDigest: {
    in: 'header',
    name: 'Content-Digest',
    required: true,
    description: 'RFC 9530, sha-256, over the body as sent',
    schema: text,
  },
  RequestCount: {
    in: 'header',
    name: 'Torn-Request',
    required: true,
    description: 'A counter that only ever increases in a kiosk',
    schema: { type: 'integer', minimum: 1 },
  },
  ContentEncoding: {
    in: 'header',
    name: 'Content-Encoding',
    description: 'The body is compressed',
    schema: { type: 'string', enum: ['gzip'] },
  },
  IfNoneMatch: {
    in: 'header',
    name: 'If-None-Match',
    description: 'The ETag of the answer that the caller already has',
    schema: text,
  },
} satisfies Record<string, ZodOpenApiParameterObject>;

export const headerRef = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` }) as const;
export const parameterRef = (name: keyof typeof PARAMETERS) => ({ $ref: `#/components/parameters/${name}` }) as const;

export const NAMED_HEADER = { [REQUEST_ID_HEADER]: headerRef('RequestId') };
export const SIGNED_HEADERS = {
  [TIME_HEADER]: headerRef('TornTime'),
  'content-digest': headerRef('ContentDigest'),
  'signature-input': headerRef('SignatureInput'),
  signature: headerRef('Signature'),
};
