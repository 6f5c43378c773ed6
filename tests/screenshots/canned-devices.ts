import type { DevicesView } from '../../src-main/technician/contract/devices.ts';

export const DEVICES_VIEW = {
  isSearching: false,
  notKept: false,
  asked: null,
  proof: null,
  found: [
    { key: 'usb', kind: 'usb', name: 'EPSON TM-T20III', where: '/dev/usb/lp0', usedAs: 'printer' },
    { key: 'serial', kind: 'serial', name: 'Honeywell 3330g', where: '/dev/ttyACM0', usedAs: null },
    { key: 'network', kind: 'network', name: 'Star TSP650II', where: '192.0.2.40', usedAs: null },
  ],
} as const satisfies DevicesView;

export const PAIRING_CODE = {
  code: 'K4TX9RWM',
  fingerprint: '7QX2M0ZK4T9RWCE5HJ8N3YVBP',
  command: 'torn-central confirm --url https://torn.terrassa.example --city terrassa --code K4TX9RWM',
  endsInSeconds: 580,
  replaces: false,
} as const;

export const PRINTER_PROOF = {
  of: 'printer',
  proofNo: 4,
  device: 'EPSON TM-T20III',
  stage: 'asking',
  question: 'came-out',
  condition: null,
  over: null,
  pages: 1,
  model: {
    name: 'Epson TM-T20III',
    widthMm: 72,
    cuts: true,
    nearEndSensor: true,
    strength: 'each',
  },
} as const;

/** A code with as many modules as the core's test code; no test decodes it. */
export const TEST_CODE = [
  '111111100010001111111',
  '100000101110001000001',
  '101110101100101011101',
  '101110100010101011101',
  '101110100111001011101',
  '100000101010101000001',
  '111111101010101111111',
  '000000000111100000000',
  '101010100100100010010',
  '010110000110101101101',
  '001011101011010010110',
  '110100011100101101001',
  '011010110101011010011',
  '000000001011010110100',
  '111111100110101001011',
  '100000101101001110010',
  '101110100011010101101',
  '101110101100101010010',
  '101110101010010101101',
  '100000100101101011010',
  '111111101011010100101',
];
