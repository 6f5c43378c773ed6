import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../../src-central/openapi/document.ts';
import { SIGNED_EXAMPLE } from '../../../src-central/openapi/signed-example.ts';
import { type AdministrativeName, AUTHORIZATION } from '../../../src-main/contract/centre/authorization.ts';
import { OPERATIONS, type Operation } from '../../../src-main/contract/centre/operations.ts';
import { PROBLEMS, type ProblemKind, problemOf } from '../../../src-main/contract/centre/problems.ts';
import { PublicKey } from '../../../src-main/contract/shared/ids.ts';
import { verifyText } from '../../../src-main/signing/keys.ts';
import { verifyAnswer, verifyRequest } from '../../../src-main/signing/signed-messages.ts';

const document = JSON.parse(JSON.stringify(openApiDocument('1.2.3')));

const described = ({ path, method }: Operation) => document.paths[path]?.[method.toLowerCase()];

test('the document is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const verdict = await validator.validate(structuredClone(document));
  expect(verdict.errors, JSON.stringify(verdict.errors)).toBeUndefined();
  expect(verdict.valid).toBe(true);
  expect(validator.version).toBe('3.1');
});

test('names that clients are generated from do not change', () => {
  expect(Object.keys(document.components.schemas)).toEqual(expect.arrayContaining(['CentralTicket', 'CentralTickets']));
});

test('every reference resolves', () => {
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, pointer = ''] of references) {
    let value: unknown = document;
    for (const part of pointer.split('/')) value = Reflect.get(Object(value), part);
    expect(value, pointer).toBeTypeOf('object');
  }
});

test.each(Object.entries<Operation>(OPERATIONS))(
  '%s is described with its parameters, its body and its credential',
  (name, operation) => {
    const { operationId, parameters, requestBody, security, responses } = described(operation);
    expect(operationId).toBe(name);
    const named = parameters
      .filter((parameter: { in?: string }) => parameter.in === 'path' || parameter.in === 'query')
      .map((parameter: { name: string }) => parameter.name);
    expect(named.toSorted()).toEqual(
      [...Object.keys(operation.params.shape), ...Object.keys(operation.query?.shape ?? {})].toSorted(),
    );
    expect(requestBody !== undefined).toBe(operation.body !== undefined);
    expect(security.length).toBe(operation.credential === 'none' ? 0 : 1);
    expect(Object.keys(responses)).toContain(String(operation.answer.status));
    for (const kind of operation.problems)
      expect(responses[PROBLEMS[kind].status].content['application/problem+json'].examples[kind].value).toEqual(
        problemOf(kind),
      );
  },
);

test.each(Object.entries<Operation>(OPERATIONS))(
  '%s has examples of parameters, body and answer that match its schemas',
  (_, operation) => {
    const { parameters, requestBody, responses } = described(operation);
    const given = parameters.flatMap((one: { in?: string; name: string; example: unknown }) =>
      one.in === undefined ? [] : [[one.name, one.example]],
    );
    const { params, query, body, answer } = operation;
    const all = Object.fromEntries(given);
    expect(params.safeParse(all).error).toBeUndefined();
    expect(query?.partial().safeParse(all).error).toBeUndefined();
    if (body) {
      const media = operation.bodyMedia ?? 'application/json';
      expect(body.safeParse(requestBody.content[media].example).error).toBeUndefined();
    }
    if (answer.body)
      expect(answer.body.safeParse(responses[answer.status].content['application/json'].example).error).toBeUndefined();
  },
);

test.each(Object.entries(AUTHORIZATION))('%s lists the same roles as the table', (name, grant) => {
  const operation = described(OPERATIONS[name as AdministrativeName]);
  expect(operation['x-torn-roles']).toEqual(grant.roles);
  expect(operation['x-torn-one-office']).toBe(grant.ofSomeOffices);
  for (const role of grant.roles) expect(operation.description).toContain(role);
});

test('the table has exactly the operations for tokens of the city', () => {
  const byToken = Object.entries<Operation>(OPERATIONS).filter(([, { credential }]) => credential === 'token');
  expect(byToken.map(([name]) => name).toSorted()).toEqual(Object.keys(AUTHORIZATION).toSorted());
});

test('every kind of problem is documented', () => {
  const text = JSON.stringify(document.paths);
  for (const kind of Object.keys(PROBLEMS) as ProblemKind[]) expect(text, kind).toContain(`"urn:torn:problem:${kind}"`);
});

test('the example of a signed request and its answer is valid line by line', async () => {
  const { request, answer } = SIGNED_EXAMPLE;
  const publicKey = PublicKey.parse(SIGNED_EXAMPLE.publicKey);
  const asked = { method: request.method, url: request.url, headers: { ...request.headers }, body: null };
  const message = { status: answer.status, headers: { ...answer.headers }, body: Buffer.from(answer.body) };
  expect(await verifyRequest(asked, publicKey)).toBe(true);
  expect(await verifyAnswer(message, asked, [publicKey])).toBe(Date.parse('2026-11-25T09:30:00.000Z'));
  for (const { base, headers } of [request, answer])
    expect(verifyText(base.join('\n'), signatureOf(headers.signature), publicKey)).toBe(true);
});

const signatureOf = (header: string): string =>
  Buffer.from(header.slice('torn=:'.length, -1), 'base64').toString('base64url');
