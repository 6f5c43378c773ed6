import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';
import { LICENCES } from '../held-licences.ts';
import { type Lock, MODULES, readLock } from '../locked-packages.ts';
import { repositoryRoot } from '../runtime.ts';
import type { CommitVersion } from './commit-version.ts';

export interface Materials {
  /** Places in the lock of the packages of npm that ship. */
  places: Iterable<string>;
  electron: string;
  commit: CommitVersion;
}

/** The list of what ships that is not ours, in CycloneDX's JSON: the same for the same commit. */
export function listMaterials({ places, electron, commit }: Materials): string {
  const lock = readLock();
  const npm = [...places].sort().map((place) => componentOf(lock, place));
  const node = componentOf(lock, `${MODULES}node-linux-${process.arch}`);
  const inside = Object.values(LICENCES.inside).flatMap((list) =>
    list.map(({ name, version, licence }) => named(name, version, licence, `pkg:cargo/${name}@${version}`)),
  );
  const engine = named('electron', electron, 'MIT', `pkg:github/electron/electron@v${electron}`);
  const kiosk = new Models.Component(Enums.ComponentType.Application, 'torn', {
    version: commit.version,
    // The library would make one up.
    bomRef: 'torn',
  });
  kiosk.licenses.add(new Models.LicenseExpression('EUPL-1.2'));
  const bom = new Models.Bom({
    metadata: new Models.Metadata({ component: kiosk, timestamp: new Date(commit.epoch * 1_000) }),
    components: new Models.ComponentRepository([...npm, node, engine, ...inside]),
  });
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return `${serializer.serialize(bom, { sortLists: true, space: 1 })}\n`;
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
