import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './runtime.ts';

/** Third-party software that is compiled into an npm package. */
export interface Component {
  name: string;
  version: string;
  /** An SPDX expression. */
  licence: string;
  /** Files of `build/licences` without extension. Where several licences are offered, only the chosen one. */
  texts: readonly string[];
  /** The copyright line, for a licence text that names no holder. */
  copyright?: string;
}

export interface HeldLicences {
  /** npm packages that contain no licence text, by name, with the texts that they need. */
  packages: Readonly<Record<string, { copyright: string; texts: readonly string[] }>>;
  inside: Readonly<Record<string, readonly Component[]>>;
}

const folder = join(repositoryRoot, 'build', 'licences');

export const LICENCES: HeldLicences = JSON.parse(readFileSync(join(folder, 'licences.json'), 'utf8')) as HeldLicences;

export const heldText = (name: string): string => readFileSync(join(folder, `${name}.txt`), 'utf8').trim();

const RULE = '-'.repeat(80);

/** Returns sections of NOTICES: the components inside a package, then each licence text once with its components. */
export function insideOf(name: string, components: readonly Component[]): string[] {
  const list = components.map(
    ({ name: own, version, licence, copyright }) =>
      `${own} ${version} (${licence})${copyright === undefined ? '' : `, copyright (c) ${copyright}`}`,
  );
  const texts = [...new Set(components.flatMap((component) => component.texts))].sort();
  return [
    `${RULE}\nInside ${name}: the source of each is at https://crates.io or where its name leads\n\n${list.join('\n')}\n`,
    ...texts.map((text) => {
      const of = components.filter((component) => component.texts.includes(text)).map((component) => component.name);
      return `${RULE}\n${text}, for ${of.join(', ')}\n\n${heldText(text)}\n`;
    }),
  ];
}
