/** The keywords of JSON Schema (OpenAPI 3.1) that the centre's document uses. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  items?: JsonSchema;
  prefixItems?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  format?: string;
  description?: string;
}

const INDENT = '  ';

/** Returns the TypeScript type of a schema. `depth` is the indentation of the type's line; the type's members are indented by one more. */
export function typeOfSchema(schema: JsonSchema, depth: number): string {
  const { $ref, anyOf, oneOf, allOf } = schema;
  if ($ref !== undefined) return `components['schemas']['${nameOfRef($ref)}']`;
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return schema.enum.map(literal).join(' | ');
  const one = anyOf ?? oneOf;
  if (one) return joined(one, ' | ', depth);
  if (allOf) return joined(allOf, ' & ', depth);
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return 'unknown';
  return types.map((type) => typeOfKind(type, schema, depth)).join(' | ');
}

const joined = (schemas: readonly JsonSchema[], sign: string, depth: number): string =>
  [...new Set(schemas.map((schema) => typeOfSchema(schema, depth)))]
    .map((type) => (sign === ' & ' && type.includes(' | ') ? `(${type})` : type))
    .join(sign);

function typeOfKind(type: string, schema: JsonSchema, depth: number): string {
  switch (type) {
    case 'integer':
    case 'number':
      return 'number';
    case 'array':
      return schema.prefixItems
        ? `[${schema.prefixItems.map((item) => typeOfSchema(item, depth)).join(', ')}]`
        : `(${typeOfSchema(schema.items ?? {}, depth)})[]`;
    case 'object':
      return typeOfObject(schema, depth);
    default:
      return type;
  }
}

function typeOfObject({ properties = {}, required = [], additionalProperties }: JsonSchema, depth: number): string {
  const members = Object.entries(properties).map(
    ([name, member]) =>
      `${commentOf(member, depth + 1)}${INDENT.repeat(depth + 1)}${keyOf(name)}${required.includes(name) ? '' : '?'}: ${typeOfSchema(member, depth + 1)};`,
  );
  const more = typeof additionalProperties === 'object' ? typeOfSchema(additionalProperties, depth + 1) : null;
  if (members.length === 0) return more === null ? 'Record<string, unknown>' : `Record<string, ${more}>`;
  return `{\n${members.join('\n')}\n${INDENT.repeat(depth)}}`;
}

const commentOf = ({ description }: JsonSchema, depth: number): string =>
  description === undefined ? '' : `${INDENT.repeat(depth)}/** ${description.replaceAll('*/', '* /')} */\n`;

export const keyOf = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name));
export const nameOfRef = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1);

const literal = (value: unknown): string =>
  typeof value === 'string' ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'` : JSON.stringify(value);
