import { hostname, networkInterfaces } from 'node:os';
import { listOffices } from '../../config/offered-offices.ts';
import type { RestartReason } from '../application/restart-policy.ts';
import type { KioskFile } from '../contract/kiosk/kiosk-file.ts';
import { succeed } from '../domain/result.ts';
import type { Installation } from '../ports/installation.ts';
import { writeKioskFile } from '../storage/kiosk-file.ts';
import type { CoreOptions } from './arguments.ts';
import type { OpenedData } from './open-data.ts';

const sourceOf = ({ office }: KioskFile): string => JSON.stringify(office);

/** The technician's settings of this kiosk, kept in the data folder. */
export function createInstallation(
  { kept, kioskFile }: Pick<OpenedData, 'kept' | 'kioskFile'>,
  { dataDir, configDir, profileFile, centre }: CoreOptions,
  startAnew: (reason: RestartReason) => void,
): Installation {
  let file = kioskFile;
  let offices: ReturnType<typeof listOffices> | null = null;
  return {
    isOpen: profileFile === null,
    takesCentre: () => profileFile === null && centre === undefined && kept.centre.enrolment() === null,
    file: () => file,
    keep(next) {
      const written = writeKioskFile(dataDir, next);
      if (!written.ok) return written;
      file = next;
      return succeed(null);
    },
    network: () => ({
      name: hostname(),
      addresses: Object.entries(networkInterfaces()).flatMap(([card, addresses = []]) =>
        addresses.filter(({ internal, scopeid }) => !internal && !scopeid).map(({ address }) => ({ card, address })),
      ),
    }),
    offices() {
      offices ??= listOffices(configDir);
      return offices;
    },
    promiseSlot: (slot) => kept.promiseSlot(slot),
    isBehind: () => sourceOf(file) !== sourceOf(kioskFile) || file.panel !== kioskFile.panel,
    startAnew: () => startAnew('kiosk-chosen'),
  };
}
