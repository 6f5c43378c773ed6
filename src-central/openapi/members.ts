import { type JsonSchema, nameOfRef } from './schema.ts';

/** A row of a table on the reading page: a member of a schema, with its path from the top (as in `errors[].pointer`) and its type. */
export interface Member {
  name: string;
  isNeeded: boolean;
  is: string;
  ref: string | null;
  meaning: string;
}

const unitOf = (type: string): string => (type === 'integer' ? 'whole number' : type);

/** Writes the type of a schema in words. A referenced schema appears by its name. */
export function inWords(schema: JsonSchema): string {
  const { $ref, anyOf, oneOf, items, format, minimum, maximum, minLength, maxLength } = schema;
  if ($ref !== undefined) return nameOfRef($ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  const one = anyOf ?? oneOf;
  if (one) return [...new Set(one.map(inWords))].join(' or ');
  const types = [schema.type ?? []].flat();
  if (types.length === 0) return 'anything';
  return types
    .map((type) => {
      if (type === 'array') return `list of ${items ? inWords(items) : 'anything'}`;
      if (type === 'string') return format ?? `text${boundsOf(minLength, maxLength, ' characters')}`;
      if (type === 'integer' || type === 'number') return `${unitOf(type)}${boundsOf(minimum, maximum, '')}`;
      return type;
    })
    .join(' or ');
}

function boundsOf(least: number | undefined, most: number | undefined, unit: string): string {
  const isOpen = most === undefined || most >= Number.MAX_SAFE_INTEGER;
  if (isOpen) return least === undefined || least <= Number.MIN_SAFE_INTEGER ? '' : ` from ${least}${unit}`;
  return ` ${least === undefined || least <= Number.MIN_SAFE_INTEGER ? 'up to' : `${least} to`} ${most}${unit}`;
}

export function refOf(schema: JsonSchema): string | null {
  if (schema.$ref !== undefined) return nameOfRef(schema.$ref);
  const inside = [...(schema.anyOf ?? schema.oneOf ?? []), ...(schema.items ? [schema.items] : [])];
  return inside.map(refOf).find((ref) => ref !== null) ?? null;
}

/** Lists every member of an object, also those of nested objects and lists, in the schema's sequence. */
export function membersOf(schema: JsonSchema, before = ''): Member[] {
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return uniqueByName(variants.flatMap((one) => membersOf(one, before)));
  if (schema.items) return membersOf(schema.items, `${before.replace(/\.$/, '')}[].`);
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => [
    {
      name: `${before}${name}`,
      isNeeded: schema.required?.includes(name) ?? false,
      is: inWords(member),
      ref: refOf(member),
      meaning: member.description ?? '',
    },
    ...membersOf(member, `${before}${name}.`),
  ]);
}

/** Merges the variants of a schema, so that each member appears once, with all its types. */
function uniqueByName(members: readonly Member[]): Member[] {
  const merged = [...Map.groupBy(members, ({ name }) => name).values()];
  return merged.flatMap((same) => {
    const [first] = same;
    const is = [...new Set(same.flatMap((one) => one.is.split(' or ')))].join(' or ');
    return first ? [{ ...first, is, isNeeded: same.every(({ isNeeded }) => isNeeded) }] : [];
  });
}
