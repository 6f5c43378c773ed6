import type { installer } from '../support/installer.ts';
import type { OfficeBench } from '../support/office-bench.ts';

export const PIN = '508263';
const SLOT = 2;
type Person = ReturnType<typeof installer>;

export interface Devices {
  printer: Awaited<ReturnType<OfficeBench['printer']>>;
  scanner: Awaited<ReturnType<OfficeBench['scanner']>>;
}

export const STEPS: readonly { name: string; does: (person: Person, devices: Devices) => Promise<void> }[] = [
  { name: 'language', does: (person) => person.begin('Català') },
  { name: 'PIN', does: (person) => person.choosePin(PIN) },
  { name: 'panel', does: (person) => person.measures() },
  { name: 'network', does: (person) => person.looksAtNetwork() },
  { name: 'pairing', does: (person) => person.skip('pairing') },
  { name: 'office', does: (person) => person.chooses('OAC Exemple') },
  { name: 'slot', does: (person) => person.takesSlot(SLOT) },
  { name: 'printer', does: (person, { printer }) => person.provesPrinter(printer.where) },
  {
    name: 'scanner',
    does: (person, { scanner }) => person.provesScanner('/dev/ttyACM0', (code) => scanner.scan(code)),
  },
  {
    name: 'ticket',
    async does(person) {
      await person.takesTicket();
      await person.confirmsTicket();
    },
  },
];
