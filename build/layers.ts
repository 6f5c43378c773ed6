/**
 * The imports that the files of a folder may use; all other imports are forbidden. If a file is in several rooms, the room with the longest
 * `path` decides. A `*` matches the name of one folder. `imports` and `types` list folders or single files; `types` may be imported only
 * with `import type`. `node` lists built-in modules without `node:`; `fs` includes `fs/promises`.
 */
export interface Room {
  path: string;
  imports: readonly string[];
  types?: readonly string[];
  packages: readonly string[];
  node: 'all' | readonly string[];
  /** Files of this room may import modules whose names are known only at run time. */
  computed?: true;
}

/** Folders whose code runs in the kiosk and in the centre: the rules, messages and signatures that both must understand in the same way. */
const domain = 'src-main/domain';
const contract = { shared: 'src-main/contract/shared', centre: 'src-main/contract/centre' };
const signing = 'src-main/signing';
const result = `${domain}/result.ts`;
const languages = 'config/languages.ts';
const configuration = 'src-main/configuration';

/** The kinds of folders in a feature. A folder's kind decides what its files may import, whatever the feature. */
const feature = {
  /** Pure functions and state machines, without clock or I/O. */
  rules: 'src-main/*/rules',
  /** Schemas of data that crosses a process, a network or a file within the office. */
  contract: 'src-main/*/contract',
  /** Interfaces to the disk, the devices and the network; types only. */
  ports: 'src-main/*/ports',
  /** Functions that compute the content of screens and papers from the state. */
  view: 'src-main/*/view',
  steps: 'src-main/*/steps',
  commands: 'src-main/*/commands',
  /** Statements on the kiosk's database and files of its data folder. */
  store: 'src-main/*/store',
  /** Servers and clients in the office's network and towards the centre. */
  wire: 'src-main/*/wire',
  /** Access to the machine: devices, files, processes. */
  machine: 'src-main/*/machine',
};
/** Folders whose code uses no disk, network or device. */
const PURE = [domain, languages, contract.shared, feature.rules, feature.contract, feature.ports, 'src-main/ports'];
const USE_CASES = [feature.view, feature.steps, feature.commands];
const storage = 'src-main/storage';
const security = 'src-main/security';
const core = 'src-main/core';
const shell = 'src-main/shell';

/**
 * The folders of a kiosk's program except `contract/centre`, `core` and `shell`, which put its processes together, and `src-renderer`, its
 * screen.
 */
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
  {
    path: feature.steps,
    imports: [...PURE, feature.view, feature.steps],
    types: ['config/locales/ticket-words.ts'],
    packages: ['rfc6902'],
    node: [],
  },
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
    // A scanner that acts as a keyboard types into the window, so the shell needs `wedge.ts`, which recognises the scanner's keys.
    // `wedge.ts` uses nothing of Node.
    imports: [shell, feature.contract, result, 'hardware/scanner/wedge.ts', 'package.json'],
    types: ['src-main/ports/log.ts'],
    packages: ['electron'],
    node: 'all',
  },
  {
    path: 'src-renderer',
    // The page checks a number with the domain's files while it is typed, so that it sends the number to the core only once. `speech`
    // contains the step of the volume, `default-access` the page's settings before the core answers, `touch-calibration` the positions of
    // the crosses; `desk` and `ticket-life` contain the rules of what a desk may do.
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
    // The technician's printer tool is a program of its own. It uses printers and texts, but nothing of an office.
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
      // Messages about alarms name the repair of each kind of trouble.
      'src-main/session/contract/event-catalogue.ts',
      // The kiosk and the public page of offices close a service by the same rule.
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
    // A centre with an invented city. `INVENTED` lists the folders that may import it.
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
    // The twin simulates an office's days by the kiosk's own rules, so it imports numbering, hours, check-in and calling.
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
    // Programs in the browser import only the contract's types, because its schemas would be larger than the page.
    path: 'src-central/pages',
    imports: [
      'src-central/pages',
      'src-central/trouble',
      // The page exports the audit with the same CSV columns as the command.
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
    // The pages that edit an office's profile in the browser reuse the kiosk's own editor: its tree of fields, schema, differences and
    // words. The browser loads this code only when such a page is opened.
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
      // A preview shows the kiosk's first screen and a ticket, by the kiosk's own rules and its printer's layout.
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
    // The kiosk's renderer in a frame. The page that shows the preview gives it the states that a kiosk's core would send.
    path: 'src-central/pages/preview',
    imports: ['src-central/pages/preview', 'src-renderer'],
    types: [feature.contract],
    packages: [],
    node: [],
  },
  {
    path: 'src-central/trouble',
    imports: ['src-central/trouble', domain],
    types: [contract.centre, contract.shared],
    packages: [],
    node: [],
  },
  {
    path: 'build',
    // The demonstration sends the shell's messages to the core, and the image contains the boot menu's words.
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
    // The stick's programs decide by the kiosk's own code which events of a disk the centre lacks.
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
  // Other organisations install this package, so it imports nothing of Torn.
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

/**
 * Folders with simulated devices and invented cities. Only the folders in `importedBy` may import them, so that no real kiosk or centre
 * does.
 */
export const INVENTED: readonly { path: string; importedBy: readonly string[] }[] = [
  { path: 'hardware/simulator', importedBy: ['hardware/simulator', 'tests'] },
  // The demonstration's sign-in needs no password, only a link, so no program of a real centre may import it.
  { path: 'src-central/demonstration', importedBy: ['src-central/demonstration', 'tests'] },
  { path: 'src-central/sandbox', importedBy: ['src-central/demonstration', 'src-central/sandbox', 'tests'] },
];

/** Folders from the lowest group up. A folder imports nothing of a later group; folders of the same group may import each other. */
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

/** Folders of product code that Node also runs unbundled. The packages that they import must therefore be in "dependencies". */
export const RUN_FROM_SOURCE: readonly string[] = ['config', 'hardware', 'src-central', 'src-main'];
export const BUNDLED: readonly string[] = ['src-central/pages'];

/** Electron itself provides these packages. */
export const PROVIDED: readonly string[] = ['electron'];

export const NOT_SOURCE: readonly string[] = ['.git', '.torn', 'dist', 'node_modules', 'out', 'test-results'];

/** Only this file may switch Chromium's sandbox off. */
export const SANDBOX_SWITCH = { text: `--no-${'sandbox'}`, file: 'build/electron-command.ts' };
