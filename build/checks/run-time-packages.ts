import { builtinModules } from 'node:module';
import { type Finding, isWithin, lineAt, type Source, targetOf } from './source-files.ts';

/**
 * Returns the package of an import specifier (`a/file.js` → `a`, `@a/b/file.js` → `@a/b`); `null` for a file, a module of Node or a
 * computed path.
 */
export function packageOf(file: string, name: string | null): string | null {
  if (name === null || targetOf(file, name) !== null) return null;
  if (name.startsWith('node:') || builtinModules.includes(name)) return null;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/**
 * Finds imports that fail after `npm ci --omit=dev`: code that Node runs from its sources may import only packages of "dependencies".
 * `provided` lists packages that the runtime contains.
 */
export function missingAtRunTime(
  sources: readonly Source[],
  rules: {
    rooms: readonly string[];
    /** Folders inside `rooms` whose code reaches production only in a bundle. */
    bundled: readonly string[];
    dependencies: readonly string[];
    provided: readonly string[];
  },
): Finding[] {
  const present = new Set([...rules.dependencies, ...rules.provided]);
  return sources
    .filter(({ file }) => rules.rooms.some((room) => isWithin(file, room)))
    .filter(({ file }) => !rules.bundled.some((room) => isWithin(file, room)))
    .flatMap(({ file, text, module }) =>
      (module?.imports ?? []).flatMap(({ name, at, typeOnly }) => {
        const needed = packageOf(file, name);
        if (needed === null || typeOnly || present.has(needed)) return [];
        return [{ file, line: lineAt(text, at), complaint: `${needed} runs in production: move it to "dependencies"` }];
      }),
    );
}
