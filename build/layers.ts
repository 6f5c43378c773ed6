/**
 * The imports that each folder may use; the longest matching `path` decides, and the rest is forbidden. A `*` matches the name of one
 * folder. `imports` and `types` name folders or single files; `types` may only be imported with `import type`. `node` names built-in
 * modules without `node:`; `fs` includes `fs/promises`.
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

/** Folders that kiosk and centre both run: rules, messages and signatures with one meaning on both ends of the wire. */
const domain = 'src-main/domain';
const contract = { shared: 'src-main/contract/shared', centre: 'src-main/contract/centre' };
const signing = 'src-main/signing';
const result = `${domain}/result.ts`;
const languages = 'config/languages.ts';
/** Reads and checks the files of `config`, for kiosk and centre. */
const configuration = 'src-main/configuration';

/** The kinds of a feature's folders. A folder's kind decides what its files may import, in every feature. */
const feature = {
  /** Pure functions and machines, without clock or I/O. */
  rules: 'src-main/*/rules',
  /** Schemas of what crosses a process, a wire or a file within the office. */
  contract: 'src-main/*/contract',
  /** Interfaces to the disk, the devices and the network; types only. */
  ports: 'src-main/*/ports',
  /** The content of screens and papers, computed from the state. */
  view: 'src-main/*/view',
  /** Use cases. */
  steps: 'src-main/*/steps',
  /** A handler for each method of the kiosk's API. */
  commands: 'src-main/*/commands',
  /** Statements on the kiosk's database, and files of its data folder. */
  store: 'src-main/*/store',
  /** The office's network and the centre's. */
  wire: 'src-main/*/wire',
  /** The machine: devices, files, processes. */
  machine: 'src-main/*/machine',
};
/** Folders without disk, network or device. */
const PURE = [domain, languages, contract.shared, feature.rules, feature.contract, feature.ports, 'src-main/ports'];
const USE_CASES = [feature.view, feature.steps, feature.commands];
const storage = 'src-main/storage';
const security = 'src-main/security';
const core = 'src-main/core';
const shell = 'src-main/shell';

/** Everything of a kiosk but its processes, its screen and its composition. */
const MACHINE = [
  ...PURE,
  ...USE_CASES,
  feature.machine,
  feature.store,
  feature.wire,
  security,
  signing,
  storage,
  configuration,
  'hardware',
  'config',
  'package.json',
];

export const ROOMS: readonly Room[] = [
  { path: domain, imports: [domain, languages], packages: ['temporal-polyfill'], node: [] },
  { path: contract.shared, imports: [contract.shared, domain, languages], packages: ['zod'], node: [] },
  { path: contract.centre, imports: [contract.centre, contract.shared, domain], packages: ['zod'], node: [] },
  {
    path: signing,
    imports: [signing, contract.shared, contract.centre, result],
    packages: ['http-message-signatures'],
    node: ['crypto', 'util'],
  },
  {
    path: configuration,
    imports: [configuration, contract.shared, feature.contract, domain, languages, 'config', 'hardware/printer'],
    packages: ['zod'],
    node: ['fs', 'module', 'path', 'url'],
  },
  { path: feature.rules, imports: [feature.rules, domain], packages: ['temporal-polyfill'], node: [] },
  {
    path: feature.contract,
    imports: [feature.contract, feature.rules, contract.shared, domain, languages],
    packages: ['zod'],
    node: [],
  },
  {
    path: feature.ports,
    imports: [...PURE, contract.centre],
    types: ['hardware/link/contract.ts', 'hardware/printer/contract.ts'],
    packages: [],
    node: [],
  },
  { path: 'src-main/ports', imports: ['src-main/ports', feature.contract], packages: [], node: [] },
  { path: feature.view, imports: [...PURE, feature.view, feature.steps], packages: [], node: [] },
  { path: feature.steps, imports: [...PURE, feature.view, feature.steps], packages: ['rfc6902'], node: [] },
  { path: feature.commands, imports: [...PURE, ...USE_CASES], packages: [], node: [] },
  {
    path: storage,
    imports: [...PURE, storage, feature.store, contract.centre],
    packages: ['better-sqlite3', 'zod'],
    node: ['fs', 'path', 'crypto', 'zlib'],
  },
  {
    path: feature.store,
    imports: [...PURE, storage, feature.store, contract.centre],
    packages: ['better-sqlite3', 'zod'],
    node: ['fs', 'path', 'crypto'],
  },
  {
    path: security,
    imports: [security, signing, feature.ports, contract.shared, contract.centre, result],
    packages: ['@peculiar/asn1-schema', '@peculiar/asn1-x509'],
    node: ['child_process', 'crypto', 'fs', 'path', 'util'],
  },
  {
    path: 'src-main/centre/wire',
    imports: [...PURE, 'src-main/centre/wire', contract.centre, security, signing],
    packages: ['eventsource-parser', 'zod'],
    node: ['crypto', 'events', 'http', 'https', 'net', 'tls', 'util', 'zlib'],
  },
  {
    path: 'src-main/calling/wire',
    imports: [...PURE, ...USE_CASES, 'src-main/calling/wire'],
    packages: [],
    node: ['crypto', 'fs', 'http', 'https', 'net', 'path', 'tls', 'worker_threads'],
  },
  {
    path: feature.machine,
    imports: MACHINE,
    types: [core],
    packages: [],
    node: 'all',
  },
  {
    path: core,
    imports: [...MACHINE, core],
    packages: ['pino'],
    node: 'all',
  },
  {
    path: shell,
    // A scanner that types like a keyboard types into the window; the machine that knows its keys needs nothing of Node.
    imports: [shell, feature.contract, result, 'hardware/scanner/wedge.ts', 'package.json'],
    types: ['src-main/ports/log.ts'],
    packages: ['electron'],
    node: 'all',
  },
  {
    path: 'src-renderer',
    // Three files of the domain check a number while it is typed, so that the page sends it only once. `speech` has the size of a volume
    // step, `default-access` the page's settings before the core answers, `touch-calibration` the places of its crosses, and `desk` and
    // `ticket-life` what a desk does.
    imports: [
      'src-renderer',
      'config/locales',
      'config/fonts',
      'src-main/session/rules/default-access.ts',
      `${domain}/identity-document.ts`,
      `${domain}/arrival-code.ts`,
      `${domain}/locator.ts`,
      `${domain}/desk.ts`,
      `${domain}/ticket-life.ts`,
      'src-main/speech/rules/speech.ts',
      `${domain}/touch-calibration.ts`,
      languages,
    ],
    types: [feature.contract, contract.shared, result],
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
  { path: 'hardware', imports: ['hardware'], packages: ['zod'], node: [] },
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
    imports: ['hardware/link', 'hardware/scanner', 'hardware/profile-id.ts', 'hardware/seen.ts'],
    packages: ['zod'],
    node: ['crypto'],
  },
  {
    path: 'hardware/display',
    imports: ['hardware/link', 'hardware/display', 'hardware/profile-id.ts', 'hardware/seen.ts'],
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
    imports: ['src-main/printer-tool', configuration, 'hardware', 'config'],
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
    imports: ['config', 'hardware/printer/canvas-shaper.ts'],
    packages: ['i18next'],
    node: ['module'],
  },
  {
    path: 'config/translations',
    imports: ['config/translations', 'src-main/configuration/document.ts', result, languages],
    packages: ['zod'],
    node: ['crypto', 'fs', 'path'],
  },
  {
    path: 'src-central',
    imports: [
      'src-central',
      domain,
      contract.shared,
      contract.centre,
      signing,
      configuration,
      'config',
      // The repair of each kind of trouble, for messages about alarms.
      'src-main/session/contract/fault-guide.ts',
      // One rule closes a service at its kiosk and on the public page of offices.
      'src-main/office/rules/service-closure.ts',
      'package.json',
    ],
    packages: [
      '@electric-sql/pglite',
      '@simplewebauthn/server',
      'csv-parse',
      'fastify',
      'ical-generator',
      'tldts',
      'marked',
      'nodemailer',
      'openid-client',
      'otplib',
      'pg',
      'pino',
      'preact',
      'preact-render-to-string',
      'prom-client',
      'qrcode-generator',
      'rfc6902',
      'web-push',
      'zod',
      'zod-openapi',
    ],
    node: 'all',
  },
  {
    // A centre with an invented city; `INVENTED` says who may import it.
    path: 'src-central/demonstration',
    imports: ['src-central', domain, contract.shared, contract.centre, signing],
    packages: ['fastify', 'otplib', 'pino', 'zod'],
    node: ['crypto', 'fs', 'net', 'path', 'timers', 'util'],
  },
  {
    // A centre for developers of booking systems, with simulated kiosks that exist only as requests.
    path: 'src-central/sandbox',
    imports: ['src-central', domain, contract.shared, contract.centre, signing],
    packages: ['fastify', 'pino', 'zod'],
    node: ['crypto', 'fs', 'path', 'util'],
  },
  {
    // The twin invents days by the kiosk's own rules: it imports numbers, hours, check-in and calling and repeats none of them.
    path: 'src-central/twin',
    imports: [
      'src-central/twin',
      'src-central/csv.ts',
      'config/locales',
      domain,
      languages,
      contract.shared,
      contract.centre,
      configuration,
      'src-main/calling/rules/waits.ts',
      'src-main/calling/steps/calling.ts',
      'src-main/calling/steps/desk-visits.ts',
      'src-main/check-in/rules/check-in.ts',
      'src-main/check-in/steps/check-in-windows.ts',
      'src-main/tickets/rules/issue-number.ts',
      'src-main/tickets/rules/time-label.ts',
    ],
    packages: ['csv-parse', 'i18next', 'preact', 'preact-render-to-string', 'zod'],
    node: ['crypto', 'fs', 'path', 'util'],
  },
  {
    // A program in the browser: schemas would weigh more than the page, so it has the contract's types alone.
    path: 'src-central/pages',
    imports: [
      'src-central/pages',
      'src-central/trouble',
      // The columns of the audit as CSV, the same as those of the command.
      'src-central/administration/audit-columns.ts',
      'src-central/csv.ts',
      'src-central/twin/change-name.ts',
      'src-renderer/components',
      'src-renderer/styles',
      'src-renderer/language-name.ts',
      'src-main/contract/centre/authorization.ts',
      'config/locales',
      domain,
      languages,
    ],
    types: [contract.centre, contract.shared],
    packages: ['@fontsource-variable/atkinson-hyperlegible-next', '@phosphor-icons/core', 'i18next', 'preact'],
    node: [],
  },
  {
    // The kiosk's own editor of an office, in the browser: its tree of fields, its schema, its difference, its words. The program of these
    // pages is fetched when one of them is opened.
    path: 'src-central/pages/office',
    imports: [
      'src-central/pages',
      'src-central/configuration/apply-proposal.ts',
      'src-renderer/language-name.ts',
      'src-renderer/screens/office/paper-preview.tsx',
      'src-renderer/screens/office/written-office.ts',
      'src-main/office/steps/office-checks.ts',
      'src-main/office/steps/office-differences.ts',
      'src-main/office/steps/office-draft.ts',
      'src-main/office/steps/office-fields.ts',
      // A preview: the kiosk's own rules for its first screen, and its printer's layout of a ticket.
      'src-main/office/steps/office.ts',
      'src-main/session/rules/default-access.ts',
      'src-main/speech/contract/speech-mode.ts',
      'src-main/tickets/contract/ticket-template.ts',
      'src-main/tickets/machine/lay-ticket.ts',
      'hardware/printer/traits.ts',
      'src-main/contract/centre/authorization.ts',
      contract.shared,
      'config',
      domain,
    ],
    types: [contract.centre, feature.contract, feature.ports],
    packages: ['preact', 'rfc6902', 'zod'],
    node: [],
  },
  {
    // The kiosk's renderer in a frame, with the page that previews an office in place of a core.
    path: 'src-central/pages/preview',
    imports: ['src-central/pages/preview', 'src-renderer'],
    types: [feature.contract],
    packages: [],
    node: [],
  },
  {
    // Rules about troubles that the centre and its pages share.
    path: 'src-central/trouble',
    imports: ['src-central/trouble', domain],
    types: [contract.centre, contract.shared],
    packages: [],
    node: [],
  },
  {
    path: 'build',
    // The demonstration sends the core the shell's messages; the image contains the boot menu's words.
    imports: ['build', feature.contract, result, languages, 'config/locales/stick-words.ts'],
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
      'zod',
    ],
    node: 'all',
  },
  {
    // The stick's programs, bundled into an image: they use the kiosk's own rules for a disk's journal.
    path: 'build/image/installer',
    imports: [
      'build/image/installer',
      'config/locales/stick-words.ts',
      'src-main/storage/unsent.ts',
      'src-main/storage/identity.ts',
      result,
    ],
    packages: ['zod'],
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
      'marked',
      'oidc-provider',
      'otplib',
      'pg',
      'pino',
      'preact',
      'pure-rand',
      'smtp-server',
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

/** Invented devices and cities, for development and tests: the rooms that may import them. */
export const INVENTED: readonly { path: string; importedBy: readonly string[] }[] = [
  { path: 'hardware/simulator', importedBy: ['hardware/simulator', 'tests'] },
  // The demonstration's sign-in needs only a link, so no program of a real centre may import it.
  { path: 'src-central/demonstration', importedBy: ['src-central/demonstration', 'tests'] },
  { path: 'src-central/sandbox', importedBy: ['src-central/demonstration', 'src-central/sandbox', 'tests'] },
];

/** Rooms from the lowest up: no room imports one of a later group. Folders of one group compose each other. */
export const ORDER: readonly (readonly string[])[] = [
  ['hardware'],
  ['config'],
  [domain],
  [contract.shared],
  [contract.centre],
  [feature.rules],
  [feature.contract],
  [configuration, 'config/translations'],
  ['src-main/printer-tool'],
  ['src-main/ports'],
  [feature.ports],
  [signing],
  [security],
  [storage, feature.store],
  [feature.view, feature.steps],
  [feature.commands],
  [feature.wire],
  [feature.machine, core],
  [shell],
  ['src-renderer'],
  ['src-central'],
  ['build'],
  ['tests'],
];

/** Product code that Node also runs from its sources, so that what it imports must be in "dependencies". Pages are always bundled. */
export const RUN_FROM_SOURCE: readonly string[] = ['config', 'hardware', 'src-central', 'src-main'];
/** Pages within those folders. */
export const BUNDLED: readonly string[] = ['src-central/pages'];

/** Packages that the runtime brings along. */
export const PROVIDED: readonly string[] = ['electron'];

/** Folders without source. */
export const NOT_SOURCE: readonly string[] = ['.git', '.torn', 'dist', 'node_modules', 'out', 'test-results'];

/** Only this file may switch Chromium's sandbox off. */
export const SANDBOX_SWITCH = { text: `--no-${'sandbox'}`, file: 'build/electron-command.ts' };
