import { hostname, networkInterfaces } from 'node:os';
import { listOffices } from '../../configuration/offered-offices.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import type { OpenedData } from '../../core/open-data.ts';
import { succeed } from '../../domain/result.ts';
import type { KioskFile } from '../contract/kiosk-file.ts';
import type { Installation } from '../ports/installation.ts';
import type { RestartReason } from '../steps/restart-policy.ts';
import { writeKioskFile } from '../store/kiosk-file.ts';

const sourceOf = ({ office }: KioskFile): string => JSON.stringify(office);

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
