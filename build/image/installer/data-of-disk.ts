import type { Screen } from './console.ts';
import { runningAmong } from './disks.ts';
import { listDevices, mounted, openByCode, rootHash, tries } from './machine.ts';
import { DATA_LABEL } from './partitions.ts';

const NAME = 'torn-apart';
const MOST_TRIES = 5;

/**
 * Opens the data of the disk from which this machine started. Asks for the recovery code first, because anybody can choose an entry of the
 * boot menu. Returns `undefined` if no code opened the data.
 */
export async function withData<T>(screen: Screen, use: (folder: string) => T | Promise<T>): Promise<T | undefined> {
  const running = runningAmong(listDevices(), rootHash());
  const data = (running?.children ?? []).find(({ partlabel }) => partlabel === DATA_LABEL);
  if (data === undefined) throw new Error('the disk of this system has no data of Torn');
  const mapped = await openedByCode(screen, screen.words('recoveryCode'), (code) => openByCode(data.path, NAME, code));
  if (mapped === null) {
    screen.say(screen.words('nothingDone'));
    return undefined;
  }
  try {
    tries('fsck', ['-p', mapped]);
    return await mounted(mapped, 'rw', use);
  } finally {
    tries('cryptsetup', ['close', NAME]);
  }
}

/** Asks for the recovery code until it opens the data, at most `MOST_TRIES` times. An empty answer ends the questions. */
export async function openedByCode(
  screen: Screen,
  question: string,
  open: (code: string) => string | null,
): Promise<string | null> {
  for (let count = 0; count < MOST_TRIES; count += 1) {
    const code = (await screen.ask(question)).toLowerCase();
    if (code === '') return null;
    const mapped = open(code);
    if (mapped !== null) return mapped;
    screen.say(screen.words('wrongCode'));
  }
  return null;
}
