import { CannotOpen } from './pty-host.ts';

const EXIT_CODE = { 'bad-arguments': 2, 'profile-invalid': 3, 'cannot-open': 7 } as const;

export const tell = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`);

export function fail(kind: keyof typeof EXIT_CODE, detail: string): never {
  tell({ event: 'error', kind, detail });
  process.stderr.write(`${detail}\n`);
  process.exit(EXIT_CODE[kind]);
}

export function sayUsage(usage: string): never {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}

/** Waits until the device is plugged in. It is closed when the program is asked to end. */
export async function plugIn<D extends { close(): Promise<void> }>(starting: Promise<D>): Promise<D> {
  try {
    const device = await starting;
    for (const signal of ['SIGTERM', 'SIGINT'] as const)
      process.once(signal, () => void device.close().then(() => process.exit(0)));
    return device;
  } catch (error) {
    if (error instanceof CannotOpen) return fail('cannot-open', error.message);
    throw error;
  }
}
