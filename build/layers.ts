/**
 * The imports that each folder may use; the longest matching `path` decides, and the rest is forbidden. `imports` and `types` name folders
 * or single files; `types` may only be imported with `import type`. `node` names built-in modules without `node:`; `fs` includes
 * `fs/promises`.
 */
export interface Room {
  path: string;
  imports: readonly string[];
  types?: readonly string[];
  packages: readonly string[];
  node: 'all' | readonly string[];
  /** A loader, which may import what its caller names at run time. */
  computed?: true;
}

const domain = 'src-main/domain';
/**
 * The contracts by boundary: `shared` for all, `kiosk` within a kiosk, `centre` between a kiosk and its centre, `hub` between an office's
 * kiosk and the browsers of its desks and halls.
 */
const contract = {
  shared: 'src-main/contract/shared',
  kiosk: 'src-main/contract/kiosk',
  centre: 'src-main/contract/centre',
  hub: 'src-main/contract/hub',
};
const result = `${domain}/result.ts`;
const languages = `${domain}/languages.ts`;
const ports = 'src-main/ports';
const application = 'src-main/application';
const storage = 'src-main/storage';
const security = 'src-main/security';
const sync = 'src-main/sync';
const speech = 'src-main/speech';
const hub = 'src-main/hub';
const core = 'src-main/core';
const shell = 'src-main/shell';

/** Files that a kiosk and its centre both run: rules and words with one meaning on both ends of the wire. */
const BOTH_SIDES: readonly string[] = [
  contract.shared,
  contract.centre,
  result,
  languages,
  `${domain}/appointment-token.ts`,
  `${domain}/attendance-code.ts`,
  `${domain}/calendar-day.ts`,
  `${domain}/channel-code.ts`,
  `${domain}/days-held.ts`,
  `${domain}/desk.ts`,
  `${domain}/identity-document.ts`,
  `${domain}/locator.ts`,
  `${domain}/new-locator.ts`,
  `${domain}/numbering.ts`,
  `${domain}/personal-number.ts`,
  `${domain}/queue-state.ts`,
  `${domain}/public-rows.ts`,
  `${domain}/sensitive-service.ts`,
  `${domain}/service-day.ts`,
  `${domain}/ticket-life.ts`,
  `${security}/keyed-hash.ts`,
  `${security}/keys.ts`,
  `${security}/signed-messages.ts`,
];

export const ROOMS: readonly Room[] = [
  { path: domain, imports: [domain], packages: ['temporal-polyfill'], node: [] },
  { path: contract.shared, imports: [contract.shared, domain], packages: ['zod'], node: [] },
  {
    path: contract.kiosk,
    imports: [contract.kiosk, contract.hub, contract.shared, domain],
    packages: ['zod'],
    node: [],
  },
  { path: contract.centre, imports: [contract.centre, contract.shared, domain], packages: ['zod'], node: [] },
  { path: contract.hub, imports: [contract.hub, contract.shared, domain], packages: ['zod'], node: [] },
  {
    path: ports,
    imports: [ports, domain, contract.shared, contract.kiosk, contract.centre, contract.hub],
    types: ['hardware/link/contract.ts', 'hardware/printer/contract.ts'],
    packages: [],
    node: [],
  },
  {
    path: application,
    imports: [application, ports, domain, contract.shared, contract.kiosk, contract.hub],
    packages: ['rfc6902'],
    node: [],
  },
  {
    path: storage,
    imports: [storage, ports, domain, contract.shared, contract.kiosk, contract.centre, contract.hub],
    packages: ['better-sqlite3', 'zod'],
    node: ['fs', 'path', 'crypto', 'zlib'],
  },
  {
    path: security,
    imports: [security, ports, contract.shared, contract.centre, result],
    packages: ['@peculiar/asn1-schema', '@peculiar/asn1-x509', 'http-message-signatures'],
    node: ['child_process', 'crypto', 'fs', 'path', 'util'],
  },
  {
    path: sync,
    imports: [sync, ports, domain, contract.shared, contract.kiosk, contract.centre, security],
    packages: ['eventsource-parser', 'zod'],
    node: ['crypto', 'events', 'http', 'https', 'net', 'tls', 'util', 'zlib'],
  },
  {
    path: speech,
    imports: [speech, ports, domain, contract.shared, contract.kiosk],
    packages: [],
    node: ['child_process', 'crypto', 'fs', 'path', 'stream'],
  },
  {
    path: hub,
    imports: [hub, application, ports, domain, contract.shared, contract.hub],
    packages: [],
    node: ['crypto', 'fs', 'http', 'https', 'net', 'path', 'tls'],
  },
  {
    path: core,
    imports: [
      core,
      application,
      hub,
      contract.hub,
      contract.shared,
      contract.kiosk,
      domain,
      ports,
      security,
      speech,
      storage,
      sync,
      'hardware',
      'config',
      'package.json',
    ],
    packages: ['pino'],
    node: 'all',
  },
  {
    path: shell,
    // A scanner that types like a keyboard types into the window; the machine that knows its keys needs nothing of Node.
    imports: [shell, contract.kiosk, result, 'hardware/scanner/wedge.ts', 'package.json'],
    types: ['src-main/ports/log.ts'],
    packages: ['electron'],
    node: 'all',
  },
  {
    path: 'src-renderer',
    // Two files of the domain check a number while it is typed, so that the page sends it only once. `speech` has the size of a volume
    // step, `default-access` the page's settings before the core answers, `touch-calibration` the places of its crosses.
    imports: [
      'src-renderer',
      'config/locales',
      'config/fonts',
      `${domain}/default-access.ts`,
      `${domain}/identity-document.ts`,
      `${domain}/locator.ts`,
      `${domain}/speech.ts`,
      `${domain}/touch-calibration.ts`,
      languages,
    ],
    types: [contract.kiosk, contract.shared, contract.hub, result],
    packages: [
      '@fontsource-variable/atkinson-hyperlegible-next',
      '@fontsource/dejavu-mono',
      '@phosphor-icons/core',
      'i18next',
      'preact',
      'qrcode-generator',
      'zustand',
    ],
    node: [],
  },
  { path: 'hardware', imports: ['hardware'], packages: [], node: [] },
  {
    path: 'hardware/link',
    imports: ['hardware/link'],
    packages: ['serialport'],
    node: ['fs', 'net'],
  },
  {
    path: 'hardware/printer',
    imports: ['hardware'],
    packages: ['@napi-rs/canvas', 'node-thermal-printer', 'qrcode-generator', 'zod'],
    node: ['timers'],
  },
  {
    path: 'hardware/scanner',
    imports: ['hardware/link', 'hardware/scanner', 'hardware/profile-id.ts'],
    packages: ['zod'],
    node: ['crypto'],
  },
  {
    path: 'hardware/display',
    imports: ['hardware/link', 'hardware/display', 'hardware/profile-id.ts'],
    packages: ['zod'],
    node: [],
  },
  {
    path: 'hardware/discovery',
    imports: ['hardware/discovery', 'hardware/link'],
    packages: ['multicast-dns'],
    node: ['fs', 'net', 'os', 'path'],
  },
  { path: 'hardware/proving', imports: ['hardware'], packages: [], node: [] },
  {
    // The technician's tool is a second composition root: it knows printers and words, but no offices.
    path: 'src-main/printer-tool',
    imports: ['src-main/printer-tool', 'hardware', 'config'],
    packages: [],
    node: ['events', 'fs', 'path', 'readline', 'util'],
  },
  {
    path: 'hardware/simulator',
    imports: ['hardware'],
    packages: ['@napi-rs/canvas', 'multicast-dns', 'qrcode-generator', 'zod'],
    node: ['fs', 'http', 'module', 'net', 'path', 'process', 'readline', 'timers', 'tty', 'url', 'util'],
  },
  {
    path: 'config',
    imports: ['config', contract.shared, contract.kiosk, result, languages, 'hardware/printer'],
    packages: ['i18next', 'zod'],
    node: ['fs', 'module', 'path', 'url'],
  },
  {
    path: 'config/translations',
    imports: ['config/translations', 'config/document.ts', result, languages],
    packages: ['zod'],
    node: ['crypto', 'fs', 'path'],
  },
  {
    path: 'src-central',
    imports: ['src-central', ...BOTH_SIDES, 'config', 'package.json'],
    packages: [
      '@electric-sql/pglite',
      'csv-parse',
      'fastify',
      'marked',
      'pg',
      'pino',
      'preact',
      'preact-render-to-string',
      'prom-client',
      'qrcode-generator',
      'rfc6902',
      'zod',
      'zod-openapi',
    ],
    node: 'all',
  },
  {
    path: 'build',
    // A demonstration speaks to the core as the shell does.
    imports: ['build', contract.kiosk, result],
    types: [contract.centre],
    packages: [
      '@cyclonedx/cyclonedx-library',
      '@electron-internal/extract-zip',
      '@electron/asar',
      '@electron/fuses',
      '@playwright/test',
      'electron-builder',
      'typescript',
      'vite',
      'syllable',
    ],
    node: 'all',
  },
  // The package that others install uses nothing of Torn.
  { path: 'build/client/package', imports: ['build/client/package'], packages: ['openapi-fetch'], node: [] },
  { path: 'build/paper-window', imports: ['build/paper-window'], packages: ['electron'], node: 'all' },
  { path: 'build/electron-runtime/default_app', imports: [], packages: ['electron'], node: 'all', computed: true },
  {
    path: 'tests',
    imports: ['tests', 'build', 'config', 'hardware', 'src-main', 'src-renderer', 'src-central', 'package.json'],
    packages: [
      '@axe-core/playwright',
      '@electron/asar',
      '@electron/fuses',
      '@napi-rs/canvas',
      '@playwright/test',
      '@prometheus-io/lezer-promql',
      '@seriousme/openapi-schema-validator',
      'better-sqlite3',
      'csv-parse',
      'electron',
      'fast-check',
      'i18next',
      'jsqr',
      'libpg-query',
      'pg',
      'pino',
      'preact',
      'pure-rand',
      'temporal-polyfill',
      'vite',
      'vitest',
      'yaml',
      'zod',
      'zustand',
    ],
    node: 'all',
  },
  { path: 'tests/vitest.config.ts', imports: ['tests/limits.ts'], packages: ['vitest'], node: ['path'] },
  { path: 'tests/playwright.config.ts', imports: ['tests/limits.ts'], packages: ['@playwright/test'], node: [] },
];

/** Devices that do not exist, for development and tests: the rooms that may import them. */
export const SIMULATOR = { path: 'hardware/simulator', importedBy: ['hardware/simulator', 'tests'] };

/** The rooms from the lowest up: no room imports a later one. */
export const ORDER: readonly string[] = [
  'hardware',
  domain,
  contract.shared,
  contract.hub,
  contract.kiosk,
  contract.centre,
  'config',
  'src-main/printer-tool',
  ports,
  security,
  storage,
  sync,
  speech,
  application,
  hub,
  core,
  shell,
  'src-renderer',
  'src-central',
  'build',
  'tests',
];

/** Product code that Node also runs from its sources, so that what it imports must be in "dependencies". Pages are always bundled. */
export const RUN_FROM_SOURCE: readonly string[] = ['config', 'hardware', 'src-central', 'src-main'];

/** Packages that the runtime brings along. */
export const PROVIDED: readonly string[] = ['electron'];

/** Folders without source. */
export const NOT_SOURCE: readonly string[] = ['.git', '.torn', 'dist', 'node_modules', 'out', 'test-results'];

/** Only this file may switch Chromium's sandbox off. */
export const SANDBOX_SWITCH = { text: `--no-${'sandbox'}`, file: 'build/electron-command.ts' };
