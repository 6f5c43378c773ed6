import { packageOf } from './checks/run-time-packages.ts';
import { type Finding, folderOf, type Import, isWithin, lineAt, type Source, targetOf } from './checks/source-files.ts';
import { INVENTED, ROOMS, type Room, SANDBOX_SWITCH } from './layers.ts';

/**
 * Finds every import that `ROOMS` does not allow, and every file that belongs to no room. Also finds the switch that turns Chromium's
 * sandbox off, except in the one file that may contain it.
 */
export function forbiddenImports(sources: readonly Source[]): Finding[] {
  const findings: Finding[] = [];
  for (const { file, text, module } of sources) {
    const complain = (at: number, complaint: string): void => {
      findings.push({ file, line: lineAt(text, at), complaint });
    };
    const sandbox = text.indexOf(SANDBOX_SWITCH.text);
    if (sandbox >= 0 && file !== SANDBOX_SWITCH.file)
      complain(sandbox, `${SANDBOX_SWITCH.text} belongs in ${SANDBOX_SWITCH.file} alone`);
    if (!module) continue;
    const room = roomOf(file);
    if (room === undefined) {
      complain(0, 'belongs to no room of build/layers.ts');
      continue;
    }
    for (const found of module.imports) {
      const reason = whyForbidden(file, room, found);
      if (reason !== null) complain(found.at, `${folderOf(file, room.path)} must not import ${reason}`);
    }
  }
  return findings;
}

const roomOf = (file: string): Room | undefined =>
  ROOMS.filter((room) => isWithin(file, room.path)).sort((a, b) => b.path.length - a.path.length)[0];

function whyForbidden(file: string, room: Room, { name, typeOnly }: Import): string | null {
  if (name === null) return room.computed ? null : 'a computed path';
  const target = targetOf(file, name);
  if (target !== null) {
    const invented = INVENTED.find(({ path }) => isWithin(target, path));
    if (invented !== undefined && !invented.importedBy.includes(room.path)) return target;
    if (room.imports.some((place) => isWithin(target, place))) return null;
    if (!room.types?.some((place) => isWithin(target, place))) return target;
    return typeOnly ? null : `${target} except by "import type"`;
  }
  const needed = packageOf(file, name);
  if (needed !== null) return room.packages.includes(needed) ? null : `the package ${needed}`;
  const builtin = name.replace(/^node:/, '');
  const [module = ''] = builtin.split('/');
  return room.node === 'all' || room.node.includes(module) ? null : `node:${builtin}`;
}
