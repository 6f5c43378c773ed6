import { type JsonSchema, keyOf, nameOfRef, typeOfSchema } from './schema-types.ts';

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: JsonSchema;
}
interface Content {
  content?: Record<string, { schema?: JsonSchema }>;
}
interface DescribedOperation {
  operationId: string;
  summary: string;
  security: Record<string, unknown>[];
  parameters?: (Parameter | { $ref: string })[];
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** The part of the centre's OpenAPI document from which the client is generated. */
export interface ApiDocument {
  info: { version: string };
  paths: Record<string, Record<string, DescribedOperation>>;
  components: { schemas: Record<string, JsonSchema>; parameters: Record<string, Parameter> };
}

const METHODS = ['get', 'put', 'post', 'delete'] as const;

/** True for the operations that a booking system may call: those that take a channel's token and those that take none. */
const isForChannels = ({ security }: DescribedOperation): boolean =>
  security.every((scheme) => Object.hasOwn(scheme, 'channelToken'));

/**
 * Generates the types of the calls that booking systems may make, in the form that openapi-fetch reads. The same document gives the same
 * text.
 */
export function channelTypes({ paths, components }: ApiDocument): string {
  const operations: string[] = [];
  const pathTypes: string[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    const rows = METHODS.flatMap((method) => {
      const operation = methods[method];
      if (!operation || !isForChannels(operation)) return [`    ${method}?: never;`];
      operations.push(operationType(operation, components.parameters));
      return [`    ${method}: operations['${operation.operationId}'];`];
    });
    if (rows.some((row) => !row.endsWith('?: never;'))) pathTypes.push(`  '${path}': {\n${rows.join('\n')}\n  };`);
  }
  const schemas = reachable(operations.join('\n'), components.schemas);
  return `${[
    '// Made of the centre’s OpenAPI document by `npm run client -- --types`; a test fails when it is no longer so.',
    '',
    'export interface paths {',
    ...pathTypes,
    '}',
    '',
    'export interface operations {',
    ...operations,
    '}',
    '',
    'export interface components {',
    '  schemas: {',
    ...schemas,
    '  };',
    '}',
  ].join('\n')}\n`;
}

function operationType(
  { operationId, summary, parameters = [], requestBody, responses }: DescribedOperation,
  named: Record<string, Parameter>,
): string {
  const known = parameters.flatMap((parameter) =>
    '$ref' in parameter ? (named[nameOfRef(parameter.$ref)] ?? []) : parameter,
  );
  const answers = Object.entries(responses).map(
    ([status, { content }]) =>
      `      ${status}: { headers: { [name: string]: unknown }; content${contentType(content)} };`,
  );
  return [
    `  /** ${summary} */`,
    `  ${operationId}: {`,
    '    parameters: {',
    ...(['query', 'header', 'path', 'cookie'] as const).map((place) => placeType(place, known)),
    '    };',
    requestBody ? `    requestBody: { content${contentType(requestBody.content)} };` : '    requestBody?: never;',
    '    responses: {',
    ...answers,
    '    };',
    '  };',
  ].join('\n');
}

function placeType(place: string, known: readonly Parameter[]): string {
  const here = known.filter((parameter) => parameter.in === place);
  if (here.length === 0) return `      ${place}?: never;`;
  const members = here.map(
    ({ name, required, schema }) => `${keyOf(name)}${required ? '' : '?'}: ${typeOfSchema(schema, 3)}`,
  );
  return `      ${place}${here.some(({ required }) => required) ? '' : '?'}: { ${members.join('; ')} };`;
}

function contentType(content: Content['content']): string {
  if (!content) return '?: never';
  const media = Object.entries(content).map(([type, { schema }]) => `'${type}': ${typeOfSchema(schema ?? {}, 3)}`);
  return `: { ${media.join('; ')} }`;
}

/** Returns the schemas to which `text` refers, directly or through other schemas, as members of a type. */
function reachable(text: string, schemas: Record<string, JsonSchema>): string[] {
  const found = new Map<string, string>();
  const waiting = [text];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const [, name = ''] of next.matchAll(/components\['schemas'\]\['(\w+)'\]/g)) {
      const schema = schemas[name];
      if (!schema || found.has(name)) continue;
      const member = `    ${name}: ${typeOfSchema(schema, 2)};`;
      found.set(name, member);
      waiting.push(member);
    }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, member]) => member);
}
