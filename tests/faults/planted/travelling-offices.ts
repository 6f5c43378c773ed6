import type { Fault } from '../fault.ts';

const FILE = 'tests/unit/src-main/core/office-file.test.ts';
const MACHINE = 'tests/unit/src-main/application/travelling-office.test.ts';
const STICKS = 'tests/integration/core/office-travel.test.ts';
const NETWORK = 'tests/integration/core/office-of-the-network.test.ts';

export const TRAVELLING_OFFICE_FAULTS: readonly Fault[] = [
  {
    means: 'an office that nobody signed so is taken as signed',
    file: 'src-main/core/office-file.ts',
    snippet: "  if (!verifyText(signedText(content), signature, publicKey)) return no('changed');\n",
    replacement: '',
    noticedBy: [FILE],
  },
  {
    means: 'a file of an office with another byte around what is signed is taken',
    file: 'src-main/core/office-file.ts',
    snippet: 'if (!envelope.success || !isOnlyForm(text, value, envelope.data))',
    replacement: 'if (!envelope.success)',
    noticedBy: [FILE],
  },
  {
    means: 'an office brings along which printer and which folder its kiosk has',
    file: 'src-main/application/travelling-office.ts',
    snippet: '  for (const name of OF_THE_MACHINE) delete rest[name];\n',
    replacement: '',
    noticedBy: [MACHINE],
  },
  {
    means: 'a link on a memory is followed to any file of the kiosk',
    file: 'src-main/core/office-sticks.ts',
    snippet: 'constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK',
    replacement: 'constants.O_RDONLY | constants.O_NONBLOCK',
    noticedBy: [STICKS],
  },
  {
    means: 'a memory that fills up loses the office that was on it',
    file: 'src-main/core/office-sticks.ts',
    snippet: 'const draft = join(stick.path, DRAFT);',
    replacement: 'const draft = join(stick.path, name);',
    noticedBy: [STICKS],
  },
  {
    means: 'an office of a kiosk that nobody knows is taken without a question',
    file: 'src-main/core/office-travel.ts',
    snippet: '  if (chosen.asks && !isSure)',
    replacement: '  if (chosen.asks && isSure && !isSure)',
    noticedBy: [STICKS, NETWORK],
  },
  {
    means: 'what an office has brought along is gone after the next start',
    file: 'src-main/core/local-office.ts',
    snippet: 'return loadOfficeDocument({ ...chosen, configDir });',
    replacement: 'return loadOfficeDocument({ document: chosen.document, configDir });',
    noticedBy: [STICKS],
  },
  {
    means: 'an office can be copied after its technician has left',
    file: 'src-main/core/office-travel.ts',
    snippet: '      if (!isTimeUp) share(false);\n',
    replacement: '',
    noticedBy: [NETWORK],
  },
  {
    means: 'whoever holds a connection open keeps the next kiosk from copying an office',
    file: 'src-main/core/office-sharing.ts',
    snippet: 'setTimeout(() => socket.destroy(), answerMs)',
    replacement: 'setTimeout(() => socket.pause(), answerMs)',
    noticedBy: [NETWORK],
  },
  {
    means: 'whatever a kiosk of the network gives is held in memory, however much it is',
    file: 'src-main/core/office-sharing.ts',
    snippet:
      "if (length > MOST_OFFICE_BYTES) request.destroy(new Error('too large'));\n          else chunks.push(chunk);",
    replacement: 'chunks.push(chunk);',
    noticedBy: [NETWORK],
  },
];
