import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { channelTypes } from '../../../../build/client/document-types.ts';
import { type JsonSchema, typeOfSchema } from '../../../../build/client/schema-types.ts';
import { repositoryRoot } from '../../../../build/runtime.ts';
import { openApiDocument } from '../../../../src-central/openapi/document.ts';

it('the client’s types match the OpenAPI document; after a change run `npm run client -- --types`', () => {
  const kept = readFileSync(join(repositoryRoot, 'build', 'client', 'package', 'schema.ts'), 'utf8');
  expect(kept).toBe(channelTypes(JSON.parse(JSON.stringify(openApiDocument('0.0.0')))));
});

it.each<[JsonSchema, string]>([
  [{ type: 'string' }, 'string'],
  [{ type: ['string', 'null'] }, 'string | null'],
  [{ type: 'integer' }, 'number'],
  [{ const: 'it’s \\ so' }, "'it’s \\\\ so'"],
  [{ enum: ['a', 1, null] }, "'a' | 1 | null"],
  [{ $ref: '#/components/schemas/Slug' }, "components['schemas']['Slug']"],
  [{ type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
  [{ type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }] }, '[string, number]'],
  [{ anyOf: [{ type: 'string' }, { type: 'string' }, { type: 'null' }] }, 'string | null'],
  [{ allOf: [{ enum: ['a', 'b'] }, { type: 'string' }] }, "('a' | 'b') & string"],
  [{ type: 'object', additionalProperties: { type: 'number' } }, 'Record<string, number>'],
  [{ type: 'object' }, 'Record<string, unknown>'],
  [{}, 'unknown'],
  [
    { type: 'object', properties: { 'a-b': { type: 'boolean' }, c: {} }, required: ['c'] },
    "{\n  'a-b'?: boolean;\n  c: unknown;\n}",
  ],
])('%j is %s', (schema, type) => {
  expect(typeOfSchema(schema, 0)).toBe(type);
});
