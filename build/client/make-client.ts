import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { type ApiDocument, channelTypes } from './document-types.ts';

const SOURCES = join(repositoryRoot, 'build', 'client', 'package');
const NAME = 'torn-channel';

interface Manifest {
  version: string;
  license: string;
  devDependencies: Record<string, string>;
}

function apiDocument(): ApiDocument {
  const program = join(repositoryRoot, 'src-central', 'main.ts');
  return JSON.parse(execFileSync(pinnedNode, [program, 'openapi'], { encoding: 'utf8', maxBuffer: 2 ** 24 }));
}

export const renewTypes = (): void => writeFileSync(join(SOURCES, 'schema.ts'), channelTypes(apiDocument()));

/** Writes the package into `folder`, ready to pack, install or publish with npm. `folder` must be new, empty or hold an older client. */
export function makeClient(folder: string): void {
  if (existsSync(folder) && readdirSync(folder).length > 0 && !holdsClient(folder))
    throw new Error(`${folder} contains other files`);
  mkdirSync(folder, { recursive: true });
  compile(folder);
  const root: Manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifestOf(root), null, 2)}\n`);
  cpSync(join(SOURCES, 'README.md'), join(folder, 'README.md'));
  cpSync(join(repositoryRoot, 'LICENSE'), join(folder, 'LICENSE'));
}

function holdsClient(folder: string): boolean {
  const file = join(folder, 'package.json');
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === NAME;
}

function compile(folder: string): void {
  const options = {
    outDir: folder,
    rootDir: SOURCES,
    target: 'es2022',
    lib: 'es2022,dom',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    types: '',
    strict: 'true',
    exactOptionalPropertyTypes: 'true',
    declaration: 'true',
    rewriteRelativeImportExtensions: 'true',
    skipLibCheck: 'true',
    noEmitOnError: 'true',
  };
  const args = Object.entries(options).flatMap(([name, value]) => (value === '' ? [] : [`--${name}`, value]));
  const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
  execFileSync(pinnedNode, [compiler, '--ignoreConfig', ...args, join(SOURCES, 'channel.ts')], { stdio: 'pipe' });
}

const manifestOf = ({ version, license, devDependencies }: Manifest) => ({
  name: NAME,
  version,
  license,
  type: 'module',
  sideEffects: false,
  description: 'Books, moves and cancels appointments at a city’s Torn, by a channel’s token',
  engines: { node: '>=20' },
  exports: { '.': { types: './channel.d.ts', default: './channel.js' } },
  files: ['*.js', '*.d.ts'],
  dependencies: { 'openapi-fetch': devDependencies['openapi-fetch'] },
});
