import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckedFile, writeCheckedFile } from './checked-file.ts';

const NAME = 'resume';
/** Longer than a new start takes, shorter than a technician is away. */
const HOLDS_MS = 20_000;
const Pass = z.strictObject({ boot: z.string(), untilMs: z.number(), page: z.string() });

/** Linux's own clock since the machine's start, the same in every process of it. */
const sinceBootMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);
const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/**
 * A technician who stands behind the PIN goes on there after the new start that the program asks for itself. It holds once, for seconds, and
 * not over a power cut. Without it they give the PIN again.
 */
export function leavePass(dataDir: string, page: string): void {
  try {
    writeCheckedFile(join(dataDir, NAME), JSON.stringify({ boot: bootId(), untilMs: sinceBootMs() + HOLDS_MS, page }));
  } catch {
    // The PIN is asked for.
  }
}

/** Of which page one was left that still holds, `null` without one; it is gone then. */
export function takePass(dataDir: string): string | null {
  const path = join(dataDir, NAME);
  try {
    if (!existsSync(path)) return null;
    const json = readCheckedFile(path);
    // One that cannot be taken away would hold twice.
    rmSync(path);
    const pass = json === null ? null : Pass.safeParse(JSON.parse(json));
    const holds = pass?.success === true && pass.data.boot === bootId() && sinceBootMs() < pass.data.untilMs;
    return holds ? pass.data.page : null;
  } catch {
    return null;
  }
}
