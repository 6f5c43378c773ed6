import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf, type Result, refuse, succeed } from '../../domain/result.ts';
import { moveAside } from '../../storage/aside.ts';
import { readCheckedFile, writeCheckedFile } from '../../storage/checked-file.ts';
import { DeviceFile } from '../contract/device-file.ts';

const NAME = 'devices.json';
export const NO_DEVICES: DeviceFile = { version: 1, printer: null, scanner: null };

export type DeviceFileFault = { kind: 'device-file-invalid' | 'device-file-newer' | 'store-failed'; detail: string };

const LaterVersion = z.looseObject({ version: z.int().gt(NO_DEVICES.version) });

export function readDeviceFile(dataDir: string): Result<DeviceFile, DeviceFileFault> {
  const path = join(dataDir, NAME);
  try {
    if (!existsSync(path)) return succeed(NO_DEVICES);
    const json = readCheckedFile(path);
    if (json === null)
      return refuse({ kind: 'device-file-invalid', detail: `${path}: changed or damaged since it was written` });
    const content: unknown = JSON.parse(json);
    const later = LaterVersion.safeParse(content);
    if (later.success)
      return refuse({
        kind: 'device-file-newer',
        detail: `${path}: version ${later.data.version}, written by a newer program`,
      });
    return checked(path, content);
  } catch (error) {
    return refuse({ kind: 'store-failed', detail: messageOf(error) });
  }
}

/**
 * Writes the device file atomically; it is on disk when the function returns. An unreadable file is moved aside first. A `file` that does
 * not fit the schema is refused, because it could not be read back.
 */
export function writeDeviceFile(dataDir: string, file: DeviceFile): Result<null, DeviceFileFault> {
  const path = join(dataDir, NAME);
  const fit = checked(path, file);
  if (!fit.ok) return fit;
  const before = readDeviceFile(dataDir);
  try {
    if (!before.ok && before.error.kind !== 'store-failed') moveAside(dataDir, [NAME]);
    writeCheckedFile(path, JSON.stringify(file));
    return succeed(null);
  } catch (error) {
    return refuse({ kind: 'store-failed', detail: messageOf(error) });
  }
}

function checked(path: string, content: unknown): Result<DeviceFile, DeviceFileFault> {
  const file = DeviceFile.safeParse(content);
  if (file.success) return succeed(file.data);
  const [issue] = file.error.issues;
  return refuse({ kind: 'device-file-invalid', detail: `${path}: ${issue?.path.join('/')}: ${issue?.message}` });
}
