import { watch } from 'node:fs';
import { join, relative } from 'node:path';
import type { BundledFiles, KioskPart } from '../vite.ts';

const PARTS: readonly KioskPart[] = ['renderer', 'hub', 'shell', 'core'];
const WATCHED = ['src-main', 'src-renderer', 'hardware', 'config'];
/** Changes within this time count as one, because an editor saves in several steps. */
const SETTLE_MS = 150;

/**
 * Returns the kiosk's parts to rebuild for the changed paths (relative to the root). A new source file in no bundle causes no rebuild
 * outside `src-renderer`: the file that imports it changes too.
 */
export function partsOf(
  root: string,
  changed: Iterable<string>,
  bundled: Readonly<Record<KioskPart, BundledFiles>>,
): ReadonlySet<KioskPart> {
  const parts = new Set<KioskPart>();
  for (const file of changed) {
    for (const part of PARTS) if (bundled[part].has(join(root, file))) parts.add(part);
    if (file.startsWith('src-renderer/')) parts.add('renderer');
    // The core reads these files only when it starts.
    if (file.startsWith('config/') && file.endsWith('.json')) parts.add('core');
  }
  return parts;
}

/** Calls `onChange` with changed files. Files that change within a short time arrive in one call. */
export function watchSources(root: string, onChange: (changed: ReadonlySet<string>) => void): void {
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  for (const folder of WATCHED)
    watch(join(root, folder), { recursive: true }, (_kind, name) => {
      if (name === null) return;
      changed.add(relative(root, join(root, folder, name)));
      clearTimeout(timer);
      timer = setTimeout(() => {
        const all = changed;
        changed = new Set();
        onChange(all);
      }, SETTLE_MS);
    });
}
