import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, extname, join } from 'node:path';
import type { CommitVersion } from '../deb/commit-version.ts';
import { dependsOf } from '../deb/depends.ts';
import { layChangelog, layCopyright, strip } from '../deb/documents.ts';
import { listMaterials } from '../deb/materials.ts';
import { layControl, layFilled, pack } from '../deb/pack.ts';
import { MODULES } from '../locked-packages.ts';
import { placeOf, sectionsOf } from '../notices.ts';
import { pinnedNode, repositoryRoot } from '../runtime.ts';
import { buildPart } from '../vite.ts';
import { bundleCentre } from './bundle.ts';

export interface CentreDebOrder {
  commit: CommitVersion;
  into: string;
  node?: string;
}

const SOURCES = join(repositoryRoot, 'build', 'centre-deb');
const NAME = 'torn-central';
const PLACE = 'usr/lib/torn-central';
/**
 * Packages whose programs the systemd unit and the package's scripts call. systemd itself is not required, because a container has none.
 */
const CALLED = [
  'ca-certificates',
  'debconf (>= 0.5) | debconf-2.0',
  'init-system-helpers',
  'systemd (>= 254) | systemd-standalone-sysusers',
];
const READ = [join('config', 'calendars')];

/** Returns the V8 flags of `npm run central`, with which the packaged centre runs too. */
function nodeFlags(): string {
  const { scripts } = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as Manifest;
  return (scripts.central ?? '')
    .split(' ')
    .filter((word) => word.startsWith('--'))
    .join(' ');
}

interface Manifest {
  scripts: Partial<Record<string, string>>;
}

/** Makes `torn-central_VERSION_ARCHITECTURE.deb` and returns its path. The same commit gives the same bytes. */
export async function makeCentreDeb({ commit, into, node = pinnedNode }: CentreDebOrder): Promise<string> {
  mkdirSync(into, { recursive: true });
  const stage = mkdtempSync(join(into, 'stage-'));
  try {
    await layCentre(stage, node, commit);
    const fields = {
      Depends: dependsOf([join(stage, PLACE, 'node')], CALLED).join(', '),
      Suggests: 'postgresql, haproxy',
      Section: 'misc',
      Priority: 'optional',
      Description: 'centre of a city’s kiosks: stores their events and sends them their configuration',
    };
    const { version } = commit;
    layControl({ stage, scripts: join(SOURCES, 'control'), words: {}, name: NAME, version, fields });
    return pack(stage, into, NAME, commit);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

async function layCentre(stage: string, node: string, commit: CommitVersion): Promise<void> {
  layFilled(join(SOURCES, 'root'), stage, { flags: nodeFlags() });
  const place = join(stage, PLACE);
  const app = join(place, 'app');
  const program = await bundleCentre(join(app, 'out', 'central'));
  const pages = await buildPart('pages');
  cpSync(join(repositoryRoot, 'out', 'pages'), join(app, 'out', 'pages'), { recursive: true });
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }\n');
  for (const folder of READ) {
    mkdirSync(dirname(join(app, folder)), { recursive: true });
    cpSync(join(repositoryRoot, folder), join(app, folder), { recursive: true });
  }
  copyFileSync(node, join(place, 'node'));
  strip([join(place, 'node')]);
  layDocuments(stage, new Set([...program, ...pages]), commit);
}

const OFFICES = join('config', 'offices');
const DEMONSTRATION = 'demonstration.json';
/** True for files that an operator reads or uses, such as a README or a configuration. Programs (`.ts`) are not packed. */
const isForPeople = (name: string): boolean => extname(name) !== '.ts';

function layFile(from: string, to: string): void {
  if (!statSync(from).isFile()) return;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function layDocuments(stage: string, bundled: ReadonlySet<string>, commit: CommitVersion): void {
  const documents = join(stage, 'usr', 'share', 'doc', NAME);
  layChangelog(documents, NAME, commit);
  const places = new Set([...bundled].flatMap((file) => placeOf(file) ?? []));
  const notices = [
    'Torn is licensed under the EUPL 1.2 (see copyright). The centre ships with the following work of others.\n',
    'Node.js (MIT and others): LICENSE.node beside this file.\n',
    ...sectionsOf(places),
  ];
  writeFileSync(join(documents, 'NOTICES'), notices.join('\n'));
  const nodePlace = `${MODULES}node-linux-${process.arch}`;
  copyFileSync(join(repositoryRoot, nodePlace, 'LICENSE'), join(documents, 'LICENSE.node'));
  writeFileSync(join(documents, 'sbom.cdx.json'), listMaterials({ name: NAME, places, electron: null, commit }));
  layCopyright(documents, 'NOTICES beside this file');
  copyFileSync(join(SOURCES, 'README.md'), join(documents, 'README.md'));
  for (const room of ['operation', 'observation'])
    for (const name of readdirSync(join(repositoryRoot, 'src-central', room), { recursive: true, encoding: 'utf8' }))
      if (isForPeople(name)) layFile(join(repositoryRoot, 'src-central', room, name), join(documents, room, name));
  for (const name of readdirSync(join(repositoryRoot, OFFICES)).filter((one) => one !== DEMONSTRATION))
    layFile(join(repositoryRoot, OFFICES, name), join(stage, 'usr', 'share', NAME, 'offices', name));
}
