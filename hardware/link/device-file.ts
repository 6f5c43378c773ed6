import { stat } from 'node:fs/promises';
import type { LinkTrouble } from './contract.ts';

const TROUBLE_OF_ERRNO: Readonly<Record<string, LinkTrouble>> = {
  ENOENT: 'no-device',
  ENODEV: 'no-device',
  ENXIO: 'no-device',
  EACCES: 'no-permission',
  EPERM: 'no-permission',
  EBUSY: 'in-use',
  ENOTDIR: 'not-a-device',
  EISDIR: 'not-a-device',
  ENOTTY: 'not-a-device',
};

export const troubleOfOpening = (code: string | undefined): LinkTrouble => TROUBLE_OF_ERRNO[code ?? ''] ?? 'failed';

/** Returns the reason why `path` is no usable character device, `null` if it is one. Follows symbolic links. */
export async function findHindrance(path: string): Promise<LinkTrouble | null> {
  try {
    return (await stat(path)).isCharacterDevice() ? null : 'not-a-device';
  } catch (error) {
    return troubleOfOpening(error instanceof Error && 'code' in error ? String(error.code) : undefined);
  }
}
