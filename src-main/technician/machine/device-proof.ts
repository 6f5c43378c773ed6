import { join } from 'node:path';
import type { FoundDevice } from '../../../hardware/discovery/contract.ts';
import { BAUD_RATES, type BaudRate, type LinkAddress } from '../../../hardware/link/address.ts';
import type { PrinterFault } from '../../../hardware/printer/contract.ts';
import type { PrinterProfile } from '../../../hardware/printer/profile.ts';
import { qrCode } from '../../../hardware/printer/qr.ts';
import type { ProofState } from '../../../hardware/proving/proof.ts';
import type { ScannerProof } from '../../../hardware/proving/prove-scanner.ts';
import { PrinterLink } from '../../contract/shared/devices.ts';
import { LONGEST_DEVICE_NAME, learnedOf, type ProvenPrinter } from '../contract/device-file.ts';
import type { DeviceProof } from '../contract/devices.ts';

const MM_PER_INCH = 25.4;
/** The serial speeds to try: the two usual factory speeds of printers, then the others, the fastest first. */
const SPEEDS: readonly BaudRate[] = [...new Set<BaudRate>([115_200, 9_600, ...BAUD_RATES.toReversed()])];

/**
 * Returns the link addresses to try for a device, the likeliest first. Paths are as on the machine; `under` puts them below a root folder.
 */
export function addressesOf(device: FoundDevice): LinkAddress[] {
  if (device.kind === 'network') return [{ kind: 'tcp', host: device.host, port: device.port }];
  if (device.kind === 'usb') return [{ kind: 'usb', path: device.path }];
  return SPEEDS.map((baudRate) => ({ kind: 'serial', path: device.path, baudRate, flowControl: 'none' }));
}

export const under = (root: string, address: LinkAddress): LinkAddress =>
  address.kind === 'tcp' ? address : { ...address, path: join(root, address.path) };

/** The device's name, cut to the length that the device file and the page allow, because makers' names have no limit. */
export const nameOf = (device: FoundDevice): string =>
  (device.name ?? (device.kind === 'network' ? device.host : device.devicePath)).slice(0, LONGEST_DEVICE_NAME);

export function showPrinterProof(
  { stage, profile, pages, result }: ProofState,
  device: FoundDevice,
  proofNo: number,
): DeviceProof {
  return {
    of: 'printer',
    proofNo,
    device: nameOf(device),
    stage: stage.at,
    question: stage.at === 'asking' ? stage.question : null,
    condition: conditionOf(stage, result),
    over: stage.at === 'failed' ? stage.over : null,
    pages,
    model: profile && {
      name: `${profile.maker} ${profile.model}`,
      widthMm: Math.round((profile.widthDots * MM_PER_INCH) / profile.dpi),
      cuts: profile.cutter !== 'none',
      nearEndSensor: profile.nearEndSensor,
      strength: strengthOf(profile),
    },
  };
}

/**
 * Returns why the printer cannot print or, beside the question about the printed page, that the link was lost while printing; `null`: no
 * fault.
 */
function conditionOf(stage: ProofState['stage'], result: ProofState['result']): PrinterFault | null {
  if (stage.at === 'cannot-print') return stage.condition;
  const isLost = result !== null && 'cause' in result && ['link-lost', 'printer-unreachable'].includes(result.cause);
  return stage.at === 'asking' && isLost ? 'printer-unreachable' : null;
}

function strengthOf({ confirmation }: PrinterProfile): 'each' | 'in-turn' | 'none' {
  if (confirmation === 'none') return 'none';
  return confirmation === 'fence' ? 'in-turn' : 'each';
}

export function showScannerProof(
  { at }: ScannerProof,
  device: FoundDevice,
  shown: string,
  proofNo: number,
): DeviceProof {
  return { of: 'scanner', proofNo, device: nameOf(device), stage: at, code: rowsOf(shown) };
}

function rowsOf(text: string): string[] {
  const { widthDots, heightDots, bytes } = qrCode(text).draw(1);
  const bytesPerRow = Math.ceil(widthDots / 8);
  const isDark = (x: number, y: number) => ((bytes[y * bytesPerRow + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1;
  return Array.from({ length: heightDots }, (_, y) =>
    Array.from({ length: widthDots }, (_unused, x) => isDark(x, y)).join(''),
  );
}

export function provenPrinter(
  device: FoundDevice,
  address: LinkAddress,
  profile: PrinterProfile,
  provenAtMs: number,
): ProvenPrinter {
  return {
    identity: device.identity,
    name: nameOf(device),
    link: PrinterLink.parse(address),
    profileId: profile.profileId,
    learned: learnedOf(profile),
    provenAt: new Date(provenAtMs).toISOString(),
  };
}
