/** The kind of this build. An official package belongs to one version of Electron, which was verified when it was built. */
export type CompiledBuild = { kind: 'official'; electron: string } | { kind: 'test' };

/** Replaced when the bundles are made (`build/vite.ts`); undefined in source files that run directly. */
declare const __TORN_BUILD__: CompiledBuild;

export const COMPILED_BUILD: CompiledBuild = typeof __TORN_BUILD__ === 'undefined' ? { kind: 'test' } : __TORN_BUILD__;
