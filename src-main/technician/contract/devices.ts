import { z } from 'zod';
import { PRINTER_FAULTS } from '../../domain/device-conditions.ts';
import {
  DEVICE_KINDS,
  DEVICE_ROLES,
  PRINTER_PROOF_STAGES,
  PROOF_FAILURES,
  PROOF_QUESTIONS,
  PROOF_STRENGTHS,
  SCANNER_PROOF_STAGES,
} from '../rules/device-proof.ts';
import { LONGEST_DEVICE_NAME } from './device-file.ts';

/** A device's name. Its length is limited, because any machine in the network may announce a printer with any name. */
const DeviceName = z.string().max(LONGEST_DEVICE_NAME);

export const DeviceKey = z.string().min(1).max(300);

const FoundDevice = z.strictObject({
  key: DeviceKey,
  kind: z.enum(DEVICE_KINDS),
  name: DeviceName.nullable(),
  where: DeviceName,
  usedAs: z.enum(DEVICE_ROLES).nullable(),
});

/**
 * Number of the question in the test of a device. It grows whenever an answer would mean something else, so that an answer with an older
 * number is stale.
 */
const ProofNumber = z.int().nonnegative();

const PrinterProof = z.strictObject({
  of: z.literal('printer'),
  proofNo: ProofNumber,
  device: DeviceName,
  stage: z.enum(PRINTER_PROOF_STAGES),
  question: z.enum(PROOF_QUESTIONS).nullable(),
  /** Why the printer cannot print, or that its link was lost while printing; `null`: no fault. */
  condition: z.enum(PRINTER_FAULTS).nullable(),
  over: z.enum(PROOF_FAILURES).nullable(),
  pages: z.int().nonnegative(),
  /** The printer's model as far as it is known; `null` before the printer has answered. */
  model: z
    .strictObject({
      name: DeviceName,
      widthMm: z.int().positive(),
      cuts: z.boolean(),
      nearEndSensor: z.boolean(),
      strength: z.enum(PROOF_STRENGTHS),
    })
    .nullable(),
});

const ScannerProof = z.strictObject({
  of: z.literal('scanner'),
  proofNo: ProofNumber,
  device: DeviceName,
  stage: z.enum(SCANNER_PROOF_STAGES),
  /** The rows of the QR code to scan, without a quiet zone; `1` is dark. */
  code: z.array(z.string().regex(/^[01]{21,57}$/)).max(57),
});

/** A typed address: 21 characters are enough for an IPv4 address with a port. */
export const TypedAddress = z.string().min(1).max(21);

const AskedAddress = z.strictObject({
  address: TypedAddress,
  came: z.enum(['asking', 'not-an-address', 'nobody', 'found']),
});
export type AskedAddress = z.infer<typeof AskedAddress>;

export const DevicesView = z.strictObject({
  isSearching: z.boolean(),
  /** The address typed last, and whether a printer answered there; `null` if none was typed since the last search. */
  asked: AskedAddress.nullable(),
  found: z.array(FoundDevice).max(64),
  proof: z.discriminatedUnion('of', [PrinterProof, ScannerProof]).nullable(),
  notKept: z.boolean(),
});
export type DevicesView = z.infer<typeof DevicesView>;
export type DeviceProof = NonNullable<DevicesView['proof']>;
