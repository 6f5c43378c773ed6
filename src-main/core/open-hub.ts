import { hostname } from 'node:os';
import { join } from 'node:path';
import { createDesks } from '../application/desks/desks.ts';
import type { Office } from '../application/office.ts';
import { type RunningHub, startHub } from '../hub/hub.ts';
import type { Synthesiser } from '../ports/speech.ts';
import { openHubCertificate } from '../security/hub-certificate.ts';
import type { CoreOptions } from './arguments.ts';
import type { CoreEnvironment } from './environment.ts';
import { createHallSpeech } from './hall-speech.ts';
import type { OpenedData } from './open-data.ts';

/** Beside the core's own bundle, and beside its source. */
const PAGES_FOLDER = join(import.meta.dirname, '../../out/hub');

/** The desks and hall screens of an office that has them; `null` elsewhere. */
export function openHub(
  { kept, chosen, clock }: OpenedData,
  office: Office,
  { dataDir }: CoreOptions,
  { log, network }: CoreEnvironment,
  synthesiser: Synthesiser,
): RunningHub | null {
  const { hub, desks } = chosen.office.profile;
  if (hub === undefined || desks.length === 0) return null;
  const { store, lives, hubIdentities: identities } = kept;
  const hosts = () => ({
    names: [`${hostname()}.local`],
    addresses: network.own().map(({ address }) => address),
  });
  return startHub({
    ...{ port: hub.port, pagesFolder: PAGES_FOLDER, identities, clock, log },
    hosts: () => Object.values(hosts()).flat(),
    certificate: () => openHubCertificate({ folder: dataDir, environment: process.env, hosts: hosts() }),
    desks: createDesks({ store, lives, office, clock, log }),
    say: createHallSpeech(synthesiser, clock),
  });
}
