import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { repositoryRoot } from '../../build/runtime.ts';
import ticketWords from '../../config/locales/ca/ticket.json' with { type: 'json' };
import { Seen } from '../../hardware/seen.ts';
import { list, text } from '../evidence/html.ts';

/** Folders of `config` with profiles that state where their values were seen. */
export const DEVICE_FOLDERS = ['printers', 'scanners', 'displays'] as const;
type Folder = (typeof DEVICE_FOLDERS)[number];

const Profile = z.object({ maker: z.string(), model: z.string(), seen: Seen, toConfirm: z.array(z.string()) });
const WHERE = { datasheet: 'fabricant', others: 'd’altri', gadget: 'emulat', device: 'aparell' } as const;
/** Maker's name of the virtual devices for tests, which no city buys. */
const INVENTED = 'Torn';

function profilesOf(folder: Folder): z.infer<typeof Profile>[] {
  const path = join(repositoryRoot, 'config', folder);
  const files = readdirSync(path).filter((file) => file.endsWith('.json'));
  const all = files.map((file) => Profile.parse(JSON.parse(readFileSync(join(path, file), 'utf8'))));
  return all.filter(({ maker }) => maker !== INVENTED);
}

const nameOf = ({ maker, model }: { maker: string; model: string }): string =>
  maker === 'generic' ? `genèric, ${model}` : `${maker} ${model}`;

const rowsOf = (folder: Folder): string[] =>
  profilesOf(folder).map((profile) => {
    const where = profile.seen.map((one) => WHERE[one]).join(', ') || 'enlloc: suposat';
    return `<tr><th scope="row">${text(nameOf(profile))}</th><td>${where}</td><td>${profile.toConfirm.length}</td></tr>`;
  });

/** The manual's text on the real devices with which the program has run. */
function met(): string {
  const real = DEVICE_FOLDERS.flatMap(profilesOf).filter(({ seen }) => seen.includes('device'));
  return real.length === 0
    ? 'Torn no s’ha provat encara amb cap aparell de veritat.'
    : `Torn s’ha provat amb aquests aparells: ${text(real.map(nameOf).join(', '))}.`;
}

const tableOf = (rows: readonly string[]): string =>
  `<table><thead><tr><th scope="col">Model</th><th scope="col">Vist a</th><th scope="col">Per confirmar</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;

/** Tables made from the program's own data, by the name in a line `{{NAME}}` of the manual. */
export const TABLES: ReadonlyMap<string, () => string> = new Map(
  Object.entries({
    met,
    printers: () => tableOf(rowsOf('printers')),
    measures: () => list(ticketWords['test-measure'].split('\n').map(text)),
    others: () => tableOf([...rowsOf('scanners'), ...rowsOf('displays')]),
  }),
);
