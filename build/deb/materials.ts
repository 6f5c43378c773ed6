import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { LICENCES } from '../held-licences.ts';
import { type Lock, MODULES, readLock } from '../locked-packages.ts';
import { repositoryRoot } from '../runtime.ts';
import type { CommitVersion } from './commit-version.ts';

export interface Materials {
  name?: string;
  places: Iterable<string>;
  /** Version of Electron; `null` for the centre's package, which has neither Electron nor the libraries inside the kiosk's packages. */
  electron: string | null;
  commit: CommitVersion;
}

/** Lists the third-party parts of a package as a bill of materials in CycloneDX JSON. The same input gives the same text. */
export function listMaterials({ name = 'torn', places, electron, commit }: Materials): string {
  const lock = readLock();
  const all = [...places].sort().map((place) => componentOf(lock, place));
  // A version that is installed at two paths is one component; otherwise the CycloneDX library would invent a second reference for it.
  const npm = [...new Map(all.map((component) => [component.purl, component])).values()];
  const node = componentOf(lock, `${MODULES}node-linux-${process.arch}`);
  const ofKiosk = electron === null ? [] : insideKiosk(electron);
  const program = new Models.Component(Enums.ComponentType.Application, name, {
    version: commit.version,
    // Without this reference the CycloneDX library would invent a random reference.
    bomRef: name,
  });
  program.licenses.add(new Models.LicenseExpression('EUPL-1.2'));
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: program, timestamp: new Date(commit.epoch * 1_000) }),
    components: new Models.ComponentRepository([...npm, node, ...ofKiosk]),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 1 })}\n`;
}

function insideKiosk(electron: string): Models.Component[] {
  const inside = Object.values(LICENCES.inside).flatMap((list) =>
    list.map(({ name, version, licence }) => named(name, version, licence, `pkg:cargo/${name}@${version}`)),
  );
  return [named('electron', electron, 'MIT', `pkg:github/electron/electron@v${electron}`), ...inside];
}

function componentOf(lock: Lock, place: string): Models.Component {
  const name = place.slice(place.lastIndexOf(MODULES) + MODULES.length);
  const manifest = JSON.parse(readFileSync(join(repositoryRoot, place, 'package.json'), 'utf8')) as Manifest;
  const component = named(name, manifest.version, licenceOf(manifest), purlOf(name, manifest.version));
  const [algorithm, base64 = ''] = lock[place]?.integrity?.split('-') ?? [];
  if (algorithm === 'sha512')
    component.hashes.set(Enums.HashAlgorithm['SHA-512'], Buffer.from(base64, 'base64').toString('hex'));
  return component;
}

interface Manifest {
  version: string;
  license?: unknown;
}

const licenceOf = ({ license }: Manifest): string | null => (typeof license === 'string' ? license : null);

const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

function named(name: string, version: string, licence: string | null, purl: string): Models.Component {
  const component = new Models.Component(Enums.ComponentType.Library, name, { version, purl, bomRef: purl });
  if (licence !== null) component.licenses.add(new Models.LicenseExpression(licence));
  return component;
}
