import { getCiphers, getCurves, getHashes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { isNode, type SyntaxNode, visit } from '../../../build/checks/syntax.ts';

/** Names that code may use for algorithms and that Node does not list. */
const OTHERS = [
  'ed25519',
  'p-256',
  'argon2id',
  'argon2i',
  'argon2d',
  'tlsv1.2',
  'tlsv1.3',
  'rsa-pkcs-oaep',
  'mgf1-sha1',
];
const KNOWN = new Set(
  [...getCiphers(), ...getHashes(), ...getCurves(), ...OTHERS, 'sha-1'].map((one) => one.toLowerCase()),
);
/** Functions whose argument names only a hash, each with the algorithm that is built on the hash, as in `hmac-sha256`. */
const BUILT_ON_HASH: Readonly<Record<string, string>> = { createHmac: 'hmac', hkdfSync: 'hkdf', hkdf: 'hkdf' };
const NAMES_ALGORITHMS = /node:(?:crypto|tls|https)|minVersion|OAEP/;

type Found = ReadonlyMap<string, ReadonlySet<string>>;
const read = new Map<string, Found>();

/**
 * Returns the algorithms that the product's code names, such as `aes-256-gcm`, with the files that name them. Each root is read only once.
 */
export function algorithmsIn(root: string): Found {
  const known = read.get(root);
  if (known !== undefined) return known;
  const all = look(root);
  read.set(root, all);
  return all;
}

function look(root: string): Found {
  const found = new Map<string, Set<string>>();
  for (const file of globSync(['src-main/**/*.ts', 'src-central/**/*.ts'], { cwd: root }).toSorted()) {
    const source = readFileSync(join(root, file), 'utf8');
    if (!NAMES_ALGORITHMS.test(source)) continue;
    visit(parseSync(file, source).program, (node, parents) => {
      const name = node.type === 'Literal' && typeof node.value === 'string' ? node.value.toLowerCase() : '';
      if (!KNOWN.has(name)) return;
      const built = BUILT_ON_HASH[calledIn(parents.at(-1))];
      const algorithm = built === undefined ? name : `${built}-${name}`;
      found.set(algorithm, (found.get(algorithm) ?? new Set()).add(file));
    });
  }
  return found;
}

function calledIn(call: SyntaxNode | undefined): string {
  if (call?.type !== 'CallExpression' || !isNode(call.callee)) return '';
  return call.callee.type === 'Identifier' ? String(call.callee.name) : '';
}
