import type { Random } from '../random.ts';

type Node = { at: (string | number)[]; value: unknown };

const STRANGE: readonly unknown[] = [
  null,
  '',
  0,
  -1,
  1.5,
  1e9,
  true,
  [],
  {},
  'x'.repeat(5_000),
  '<b>',
  '2026-02-30',
  '25:00',
  ' ',
  'O',
];

/**
 * Makes one random change in the document: cuts off the document's end, replaces a value by a strange value or by another value of the
 * document, removes or renames a key, removes or doubles an item of a list, or reverses a text.
 */
export function mutate(text: string, random: Random): string {
  if (random.chance(0.05)) return text.slice(0, random.int(0, text.length - 1));
  const document: unknown = JSON.parse(text);
  const nodes = nodesOf(document).slice(1);
  const { at, value } = random.pick(nodes);
  const parent = at
    .slice(0, -1)
    .reduce<unknown>((node, key) => (node as Record<string | number, unknown>)[key], document);
  const key = at.at(-1) ?? '';
  const place = parent as Record<string | number, unknown>;
  const harm = random.pick(['strange', 'remove', 'double', 'rename', 'swap', 'letters'] as const);
  if (harm === 'remove') remove(parent, key);
  else if (harm === 'double' && Array.isArray(parent)) parent.push(value);
  else if (harm === 'rename' && !Array.isArray(parent)) {
    Reflect.deleteProperty(place, key);
    place[`${key}s`] = value;
  } else if (harm === 'swap') {
    const other = random.pick(nodes);
    place[key] = structuredClone(other.value);
  } else if (harm === 'letters' && typeof value === 'string') place[key] = [...value].toReversed().join('');
  else place[key] = random.pick(STRANGE);
  return JSON.stringify(document);
}

function remove(parent: unknown, key: string | number): void {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent as object, key);
}

function nodesOf(value: unknown, at: (string | number)[] = []): Node[] {
  const inside = Array.isArray(value)
    ? value.flatMap((item, index) => nodesOf(item, [...at, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, item]) => nodesOf(item, [...at, key]))
      : [];
  return [{ at, value }, ...inside];
}
