import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readCheckedFile, writeCheckedFile } from '../../storage/checked-file.ts';

const NAME = 'resume';
/** How long a pass is valid: longer than a restart takes, shorter than a technician's absence. */
const HOLDS_MS = 20_000;
const Pass = z.strictObject({ boot: z.string(), untilMs: z.number(), page: z.string(), codeId: z.uuid().nullable() });

/** Milliseconds since boot by Linux's clock, which all processes share. */
const sinceBootMs = (): number => Number(process.hrtime.bigint() / 1_000_000n);
const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

/**
 * Writes a pass with which the technician continues after a restart that the program requested. The pass is valid once, for seconds, and
 * not after a power cut. Without it the technician enters the PIN again.
 */
export function leavePass(dataDir: string, page: string, codeId: string | null): void {
  try {
    writeCheckedFile(
      join(dataDir, NAME),
      JSON.stringify({ boot: bootId(), untilMs: sinceBootMs() + HOLDS_MS, page, codeId }),
    );
  } catch {
    // Without a pass the technician enters the PIN again.
  }
}

/**
 * Returns the page of a valid resume pass and the id of the named person's code, and deletes the pass. `null`: there was no valid pass, or
 * the pass cannot be deleted.
 */
export function takePass(dataDir: string): { page: string; codeId: string | null } | null {
  const path = join(dataDir, NAME);
  try {
    if (!existsSync(path)) return null;
    const json = readCheckedFile(path);
    // Deleted before it is used, because a pass that cannot be deleted would be valid twice.
    rmSync(path);
    const pass = json === null ? null : Pass.safeParse(JSON.parse(json));
    const holds = pass?.success === true && pass.data.boot === bootId() && sinceBootMs() < pass.data.untilMs;
    return holds ? { page: pass.data.page, codeId: pass.data.codeId } : null;
  } catch {
    return null;
  }
}
