// Usage: node build/vite.ts [PART]. Builds the parts whose sources have changed, or one part. Modules that need a build import this file.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { messageOf } from '../src-main/domain/result.ts';
import type { CompiledBuild } from '../src-main/session/contract/build-kind.ts';
import { openBundleNotes } from './bundles.ts';
import { openToReaders } from './readers.ts';
import { repositoryRoot } from './runtime.ts';

/** Packages with fonts for paper. The core reads their font files from node_modules. */
export const CORE_FILES = [
  '@fontsource-variable/atkinson-hyperlegible-next',
  '@fontsource-variable/golos-text',
  '@fontsource/ibm-plex-sans-arabic',
  '@fontsource/noto-nastaliq-urdu',
  '@fontsource/noto-sans-sc',
] as const;

/** Packages that stay in node_modules: native ones, and those that load parts of themselves from files. */
export const CORE_EXTERNALS = [
  '@napi-rs/canvas',
  'better-sqlite3',
  'node-thermal-printer',
  'pino',
  'serialport',
] as const;

export const NODE_BUILTINS = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'node:sqlite'];

export const QUIET = { configFile: false, logLevel: 'warn', clearScreen: false } as const satisfies InlineConfig;

/** The source files that a bundle contains. Those in node_modules are third-party software that ships. */
export type BundledFiles = ReadonlySet<string>;

function program(
  entry: string,
  outFile: string,
  format: 'es' | 'cjs',
  target: string,
  external: readonly string[],
  compiled: CompiledBuild,
): InlineConfig {
  const outside = [...NODE_BUILTINS, ...external];
  const [folder = '', file = ''] = outFile.split('/');
  return {
    ...QUIET,
    root: repositoryRoot,
    define: { __TORN_BUILD__: JSON.stringify(compiled) },
    build: {
      outDir: join('out', folder),
      // `buildThese` writes the files.
      write: false,
      target,
      minify: false,
      sourcemap: true,
      ssr: entry,
      rolldownOptions: { external: outside, output: { format, entryFileNames: file, codeSplitting: false } },
    },
    ssr: { noExternal: true, external: outside },
  };
}

const PREACT_JSX = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const satisfies InlineConfig['oxc'];

/** Each build gets a new object, because Vite writes into its configuration. */
const pageFrom = (root: string, out: string): InlineConfig => ({
  ...QUIET,
  root: join(repositoryRoot, root),
  // Addresses are relative, because pages are served from app://, in folders of any depth.
  base: './',
  oxc: PREACT_JSX,
  build: {
    outDir: join(repositoryRoot, 'out', out),
    emptyOutDir: true,
    target: 'chrome130',
    modulePreload: false,
    // Inlined files would become data: addresses, which the content security policy refuses.
    assetsInlineLimit: 0,
  },
});
const renderer = (): InlineConfig[] => [pageFrom('src-renderer', 'renderer')];

const hub = (): InlineConfig[] =>
  ['desk', 'hall'].map((page) => ({ ...pageFrom(`src-renderer/${page}`, `hub/${page}`), publicDir: false }));

/** The centre's pages for a city's staff, served at the root of their own host name. */
const pages = (): InlineConfig[] => {
  const config = pageFrom('src-central/pages', 'pages');
  const root = join(repositoryRoot, 'src-central', 'pages');
  const input = [join(root, 'index.html'), join(root, 'preview', 'index.html')];
  return [{ ...config, base: '/', publicDir: false, build: { ...config.build, rolldownOptions: { input } } }];
};

// The fallback Electron 33 contains Node 20, the oldest version on which the shell runs.
const shell = (compiled: CompiledBuild): readonly InlineConfig[] => [
  program('src-main/shell/main.ts', 'shell/main.cjs', 'cjs', 'node20', ['electron'], compiled),
  program('src-main/shell/preload.ts', 'shell/preload.cjs', 'cjs', 'node20', ['electron'], compiled),
];

const core = (compiled: CompiledBuild): readonly InlineConfig[] => [
  program(
    'src-main/core/main.ts',
    'core/core.js',
    'es',
    'node24',
    [...CORE_EXTERNALS, 'serialport/dist/serialport.js'],
    compiled,
  ),
  program('src-main/core/hub-thread.ts', 'core/hub-thread.js', 'es', 'node24', [], compiled),
];

/** Each file is replaced atomically, so that a program that starts meanwhile reads the old file or the new one. */
function putInPlace(folder: string, output: Rolldown.RolldownOutput['output']): void {
  mkdirSync(folder, { recursive: true });
  for (const part of output) {
    const draft = join(folder, `.${part.fileName}.${process.pid}`);
    writeFileSync(draft, part.type === 'chunk' ? part.code : part.source);
    renameSync(draft, join(folder, part.fileName));
  }
}

export const bundledIn = (output: Rolldown.RolldownOutput['output']): string[] =>
  output.flatMap((part) =>
    part.type === 'chunk' ? part.moduleIds.map((id) => id.replace(/^\0/, '').replace(/\?.*$/, '')) : [],
  );

async function buildThese(configs: readonly InlineConfig[]): Promise<BundledFiles> {
  const files = new Set<string>();
  for (const config of configs) {
    const result = await build(config);
    if (!('output' in result)) throw new Error('vite watched instead of building');
    if (config.build?.write === false) putInPlace(join(repositoryRoot, config.build.outDir ?? 'out'), result.output);
    for (const file of bundledIn(result.output)) files.add(file);
  }
  openToReaders(join(repositoryRoot, 'out'));
  return files;
}

const FROM_SOURCE: CompiledBuild = { kind: 'test' };

/** A page for tests as text: a single script without imports, and styles with embedded fonts. */
export interface BundleForPage {
  script: string;
  style: string;
}

export async function bundleForPage(entry: string): Promise<BundleForPage> {
  const built = await build({
    ...QUIET,
    root: repositoryRoot,
    oxc: PREACT_JSX,
    // Libraries read this variable to decide whether they run in development.
    define: { 'process.env.NODE_ENV': '"production"' },
    build: { write: false, minify: false, target: 'chrome130', lib: { entry, formats: ['iife'], name: 'ofTheTests' } },
  });
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  const parts = outputs.flatMap(({ output }) => output);
  const script = parts.flatMap((part) => (part.type === 'chunk' ? [part.code] : [])).join('\n');
  if (script === '') throw new Error(`the build of ${entry} has no script`);
  const style = parts.flatMap((part) => (part.type === 'asset' ? [String(part.source)] : [])).join('\n');
  return { script, style };
}

/**
 * Settings for development. File names stay the same at each build, so that a running shell finds the new files. Source maps serve a
 * debugger.
 */
const inDevelopment = ({ build: production, ...config }: InlineConfig): InlineConfig => ({
  ...config,
  build: {
    ...production,
    minify: false,
    sourcemap: 'inline',
    rolldownOptions: {
      output: {
        entryFileNames: 'assets/[name].js',
        chunkFileNames: 'assets/[name].js',
        assetFileNames: 'assets/[name][extname]',
      },
    },
  },
});

export type Part = 'renderer' | 'hub' | 'pages' | 'shell' | 'core';
export type KioskPart = Exclude<Part, 'pages'>;
const PARTS: Readonly<Record<Part, (compiled: CompiledBuild) => readonly InlineConfig[]>> = {
  renderer,
  hub,
  pages,
  shell,
  core,
};
export const isPart = (name: string): name is Part => Object.hasOwn(PARTS, name);
export const ALL_PARTS = Object.keys(PARTS).filter(isPart);

export const buildPart = (part: Part): Promise<BundledFiles> => buildThese(PARTS[part](FROM_SOURCE));
export const buildForDevelopment = (part: KioskPart): Promise<BundledFiles> =>
  part === 'renderer' ? buildThese(renderer().map(inDevelopment)) : buildPart(part);
export const buildAll = (compiled: CompiledBuild = FROM_SOURCE): Promise<BundledFiles> =>
  buildThese(ALL_PARTS.flatMap((part) => PARTS[part](compiled)));

/**
 * Builds the parts that have changed. Unchanged parts are not written again, because another kiosk of this checkout may be reading them.
 */
export async function provideBundles(
  parts: readonly Part[] = ALL_PARTS,
  say: (text: string) => void = () => {},
): Promise<void> {
  const notes = openBundleNotes(repositoryRoot);
  const stale = parts.filter((part) => !notes.isFresh(part));
  for (const [index, part] of stale.entries()) {
    say(`building ${part}, ${index + 1} of ${stale.length} …`);
    const sources = notes.sources();
    await buildPart(part);
    notes.made(part, sources);
  }
}

if (import.meta.main) {
  const wanted = process.argv[2] ?? 'all';
  if (wanted !== 'all' && !isPart(wanted)) {
    console.error(`usage: node build/vite.ts [all|${ALL_PARTS.join('|')}]`);
    process.exit(2);
  }
  try {
    await provideBundles(wanted === 'all' ? ALL_PARTS : [wanted]);
  } catch (error) {
    console.error(`Torn: the build of ${wanted} failed.\n${messageOf(error)}`);
    process.exitCode = 1;
  }
}
