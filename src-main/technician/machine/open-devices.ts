import { createTranslator } from '../../../config/locales/staff-words.ts';
import { PrinterProfile } from '../../../hardware/printer/profile.ts';
import type { TestPageWords } from '../../../hardware/proving/test-page.ts';
import { ScannerProfile } from '../../../hardware/scanner/profile.ts';
import type { CodeReader } from '../../check-in/machine/code-reader.ts';
import { loadProfiles } from '../../configuration/load.ts';
import type { CoreOptions } from '../../core/arguments.ts';
import type { CoreEnvironment } from '../../core/environment.ts';
import type { OpenedData } from '../../core/open-data.ts';
import type { Printing } from '../../tickets/machine/open-printers.ts';
import { KioskDevices } from './devices.ts';

/** Opens the search and the test of devices. Profiles of printers and scanners are read only when a technician starts a test. */
export function openDevices(
  { chosen, devices, clock }: OpenedData,
  { main }: Printing,
  reader: CodeReader,
  { dataDir, configDir }: CoreOptions,
  { deviceRoot, network, log }: CoreEnvironment,
): KioskDevices {
  return new KioskDevices({
    main,
    reader,
    file: devices,
    dataDir,
    configDir,
    root: deviceRoot,
    network,
    printerProfiles: () => loadProfiles({ folder: 'printers', configDir, schema: PrinterProfile }),
    scannerProfiles: () => loadProfiles({ folder: 'scanners', configDir, schema: ScannerProfile }),
    scannerPlace: chosen.scanner === 'wedge' ? null : chosen.scanner,
    words: testPageWords,
    clock,
    log,
  });
}

function testPageWords(): TestPageWords {
  const t = createTranslator('ca', 'technician');
  return { title: t('devices.page.title'), left: t('devices.page.left'), right: t('devices.page.right') };
}
