import type { Fault } from '../fault.ts';

const FILE = 'tests/unit/src-main/office/machine/office-file.test.ts';
const MACHINE = 'tests/unit/src-main/office/steps/travelling-office.test.ts';
const STICKS = 'tests/integration/core/office-travel.test.ts';

export const TRAVELLING_OFFICE_FAULTS: readonly Fault[] = [
  {
    means: 'an office file with an invalid signature is accepted as signed',
    file: 'src-main/office/machine/office-file.ts',
    snippet: "  if (!verifyText(signedText(content), signature, publicKey)) return no('changed');\n",
    replacement: '',
    noticedBy: [FILE],
  },
  {
    means: 'an office file with an additional byte outside its signed content is accepted',
    file: 'src-main/office/machine/office-file.ts',
    snippet: 'if (!envelope.success || !isOnlyForm(text, value, envelope.data))',
    replacement: 'if (!envelope.success)',
    noticedBy: [FILE],
  },
  {
    means: 'an office file brings another kiosk’s printer and journal folder to the kiosk that loads it',
    file: 'src-main/office/steps/travelling-office.ts',
    snippet: '  for (const name of OF_THE_MACHINE) delete rest[name];\n',
    replacement: '',
    noticedBy: [MACHINE],
  },
  {
    means: 'the kiosk follows a link on a USB stick to any of its own files',
    file: 'src-main/office/machine/office-sticks.ts',
    snippet: 'constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK',
    replacement: 'constants.O_RDONLY | constants.O_NONBLOCK',
    noticedBy: [STICKS],
  },
  {
    means: 'a USB stick that fills up loses the office file that was on it',
    file: 'src-main/technician/machine/usb-sticks.ts',
    snippet: '  await removeDrafts(folder);\n',
    replacement: '  await removeDrafts(folder);\n  await rm(path, { force: true });\n',
    noticedBy: [STICKS],
  },
  {
    means: 'saving an office on a prepared USB stick overwrites a file of the kiosk',
    file: 'src-main/technician/machine/usb-sticks.ts',
    snippet: 'const file = await open(draft, NEW, 0o600);',
    replacement: "const file = await open(path, 'w', 0o600);",
    also: [
      { file: 'src-main/technician/machine/usb-sticks.ts', snippet: 'await rename(draft, path);', replacement: '' },
    ],
    noticedBy: [STICKS],
  },
  {
    means: 'the kiosk uses a USB stick with a file system in which an attacker can prepare links',
    file: 'src-main/technician/machine/usb-sticks.ts',
    snippet: "new Set(['vfat', 'exfat'])",
    replacement: "new Set(['vfat', 'exfat', 'ext4'])",
    noticedBy: [STICKS],
  },
  {
    means: 'root mounts a USB stick with any file system',
    file: 'build/deb/root/usr/lib/torn/bin/stick',
    snippet: 'mount -t vfat,exfat -o',
    replacement: 'mount -o',
    noticedBy: ['tests/unit/build/deb/folders-of-others.test.ts'],
  },
  {
    means: 'a pipe in place of a journal on a USB stick is opened and blocks the kiosk for ever',
    file: 'src-main/technician/store/left-behind.ts',
    snippet: '(entry) => !entry.isFile()',
    replacement: '(entry) => entry.isSymbolicLink()',
    noticedBy: ['tests/unit/src-main/technician/store/left-behind.test.ts'],
  },
  {
    means: 'the kiosk accepts an office file of an unknown kiosk without a confirmation',
    file: 'src-main/office/machine/office-travel.ts',
    snippet: '  if (chosen.asks && !isSure)',
    replacement: '  if (chosen.asks && isSure && !isSure)',
    noticedBy: [STICKS],
  },
  {
    means: 'the files that came with an office are gone after the next start',
    file: 'src-main/office/machine/local-office.ts',
    snippet: 'return loadOfficeDocument({ ...chosen, configDir });',
    replacement: 'return loadOfficeDocument({ document: chosen.document, configDir });',
    noticedBy: [STICKS],
  },
];
