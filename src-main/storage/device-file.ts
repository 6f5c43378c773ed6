import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DeviceFile } from '../contract/kiosk/device-file.ts';
import { messageOf, type Result, refuse, succeed } from '../domain/result.ts';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';

const NAME = 'devices.json';
export const NO_DEVICES: DeviceFile = { version: 1, printer: null, scanner: null };

export type DeviceFileFault = { kind: 'device-file-invalid' | 'store-failed'; detail: string };

/** This kiosk's device file; one without devices where nothing was proven yet. */
export function readDeviceFile(dataDir: string): Result<DeviceFile, DeviceFileFault> {
  const path = join(dataDir, NAME);
  try {
    if (!existsSync(path)) return succeed(NO_DEVICES);
    const json = readCheckedFile(path);
    if (json === null) return refuse({ kind: 'device-file-invalid', detail: `${path}: not as it was written` });
    const file = DeviceFile.safeParse(JSON.parse(json));
    if (file.success) return succeed(file.data);
    const [issue] = file.error.issues;
    return refuse({ kind: 'device-file-invalid', detail: `${path}: ${issue?.path.join('/')}: ${issue?.message}` });
  } catch (error) {
    return refuse({ kind: 'store-failed', detail: messageOf(error) });
  }
}

/** On disk when it answers; after a power cut the file before it or this one. */
export function writeDeviceFile(dataDir: string, file: DeviceFile): Result<null, DeviceFileFault> {
  try {
    writeCheckedFile(join(dataDir, NAME), JSON.stringify(file));
    return succeed(null);
  } catch (error) {
    return refuse({ kind: 'store-failed', detail: messageOf(error) });
  }
}
