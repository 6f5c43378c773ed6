/** What this program was built as. A package for the public belongs to one version of Electron, the one that was verified when it was made. */
export type CompiledBuild = { kind: 'official'; electron: string } | { kind: 'test' };

/** Put in place of this name when the bundles are made (`build/vite.ts`); a source file that runs as it is has none. */
declare const __TORN_BUILD__: CompiledBuild;

/** Neither a file beside the program, nor its environment, nor its command line says otherwise. */
export const COMPILED_BUILD: CompiledBuild = typeof __TORN_BUILD__ === 'undefined' ? { kind: 'test' } : __TORN_BUILD__;
